package io.fathom.model.training;

import io.fathom.model.budget.CostModel;
import io.fathom.model.depth.ExitPolicy;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Chooses the depth to recommend for a language model: on held-out texts, the cheapest rule whose bits per character are
 * within one percent of full depth's. The rules are every fixed depth, and confidence with thresholds at the quantiles of
 * the texts' own confidences; cost is layers run for each token, and a rule that reads the confidence pays for a read-out
 * after every cycle.
 */
final class LanguageDepth {
    private static final double TOLERANCE = 1.01;
    private static final int QUANTILES = 20;
    /** A little below the text at the quantile, which float noise is not to move to the other side. */
    private static final double BELOW = 0.999;

    private final ExitSurprises surprises;
    private final CostModel costs;
    private final double most;
    private ExitPolicy best;
    private double cost = Double.POSITIVE_INFINITY;

    private LanguageDepth(ExitSurprises surprises, CostModel costs) {
        this.surprises = surprises;
        this.costs = costs;
        this.most = TOLERANCE * surprises.bitsPerCharacter(surprises.cycles() - 1);
        this.best = new ExitPolicy.Fixed(surprises.cycles());
    }

    static ExitPolicy choose(ExitSurprises surprises, CostModel costs) {
        LanguageDepth depth = new LanguageDepth(surprises, costs);
        for (int c = 0; c < surprises.cycles(); c++) {
            int cycle = c;
            depth.consider(new ExitPolicy.Fixed(c + 1), depth.exits(record -> cycle));
        }
        for (int q = 1; surprises.cycles() > 1 && q < QUANTILES; q++) {
            float threshold = depth.quantile((double) q / QUANTILES);
            depth.consider(new ExitPolicy.Confidence(threshold, 1), depth.exits(r -> depth.exit(r, threshold)));
        }
        return depth.best;
    }

    private int[] exits(IntUnaryOperator exit) {
        return IntStream.range(0, surprises.texts().records()).map(exit).toArray();
    }

    /** The first exit that is confident enough, or the last. */
    private int exit(int record, float threshold) {
        int cycle = 0;
        while (cycle < surprises.cycles() - 1 && surprises.confidence(cycle, record) < threshold) {
            cycle++;
        }
        return cycle;
    }

    private float quantile(double share) {
        double[] confidences = IntStream.range(0, surprises.texts().records())
                .mapToDouble(r -> surprises.confidence(0, r))
                .sorted()
                .toArray();
        return (float) (BELOW * confidences[(int) (share * (confidences.length - 1))]);
    }

    private void consider(ExitPolicy policy, int[] exits) {
        int[] lengths = surprises.texts().lengths();
        double spent = IntStream.range(0, exits.length)
                .mapToLong(r -> costs.tlops(lengths[r], exits[r] + 1, policy.needsAnswer() ? exits[r] + 1 : 1))
                .sum();
        double perToken = spent / Arrays.stream(lengths).sum();
        if (surprises.bitsPerCharacter(exits) <= most && perToken < cost) {
            best = policy;
            cost = perToken;
        }
    }
}
