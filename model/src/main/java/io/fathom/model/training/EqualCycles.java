package io.fathom.model.training;

import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitSignal;
import io.fathom.model.statistics.Bootstrap;
import io.fathom.model.statistics.Estimate;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How much better a policy is than other ways of stopping that run as many cycles on average, in quality, with 95 % intervals
 * of the paired bootstrap over records: what is hard about a record is hard for both.
 *
 * <p>The others are not given their best record by record, but what they give on average where chance has a say:
 *
 * <ul>
 *   <li>a fixed depth: with a mean of 2.3 cycles, a share of 0.7 of the records stops after 2 and the others after 3;
 *   <li>random exits: after each cycle as large a share stops as with the policy, but whichever it is;
 *   <li>confidence: a threshold on the probability of the answer, the two thresholds around the mean being mixed likewise.
 * </ul>
 *
 * @param cycles mean of the policy, and so of all
 * @param quality of the policy
 */
public record EqualCycles(
        double cycles, double quality, Estimate aboveFixed, Estimate aboveRandom, Estimate aboveConfidence) {
    private static final long SEED = 20_261_121;

    /** @param signals that the policy reads, [depths][records] */
    static EqualCycles of(ExitOutcomes outcomes, ExitSignal[][] signals, ExitPolicy policy) {
        int records = outcomes.records();
        int first = outcomes.firstDepth();
        int[] exits = ExitPoint.exits(policy, signals);
        double mean = Arrays.stream(exits).average().orElseThrow();
        double[] quality = quality(outcomes, r -> outcomes.quality()[exits[r] - first][r]);
        int below = (int) Math.floor(mean);
        double deeper = mean - below;
        int above = Math.min(below + 1, outcomes.lastDepth());
        double[] fixed = quality(
                outcomes,
                r -> (1 - deeper) * outcomes.quality()[below - first][r]
                        + deeper * outcomes.quality()[above - first][r]);
        double[] shares = new double[outcomes.depths()];
        Arrays.stream(exits).forEach(exit -> shares[exit - first] += 1.0 / records);
        double[] random = quality(outcomes, r -> IntStream.range(0, shares.length)
                .mapToDouble(c -> shares[c] * outcomes.quality()[c][r])
                .sum());
        return new EqualCycles(
                mean,
                Arrays.stream(quality).average().orElseThrow(),
                difference(quality, fixed),
                difference(quality, random),
                difference(quality, byConfidence(outcomes, mean)));
    }

    private static double[] quality(ExitOutcomes outcomes, IntToDoubleFunction ofRecord) {
        return IntStream.range(0, outcomes.records()).mapToDouble(ofRecord).toArray();
    }

    /** Mean cycles rise with the threshold, so the two around the wanted mean are found by bisection of all that occur. */
    private static double[] byConfidence(ExitOutcomes outcomes, double cycles) {
        float[] thresholds = thresholds(outcomes);
        int low = 0;
        int high = thresholds.length - 1;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (mean(exits(thresholds[middle], outcomes)) <= cycles) {
                low = middle;
            } else {
                high = middle;
            }
        }
        int[] shallow = exits(thresholds[low], outcomes);
        int[] deep = exits(thresholds[high], outcomes);
        int first = outcomes.firstDepth();
        double span = mean(deep) - mean(shallow);
        double deeper = span == 0 ? 0 : Math.max(0, Math.min(1, (cycles - mean(shallow)) / span));
        return quality(
                outcomes,
                r -> (1 - deeper) * outcomes.quality()[shallow[r] - first][r]
                        + deeper * outcomes.quality()[deep[r] - first][r]);
    }

    /** From 0, at which all stop at once, to 1: every confidence after a cycle that is not the last. */
    private static float[] thresholds(ExitOutcomes outcomes) {
        double[] told = IntStream.range(0, outcomes.depths() - 1)
                .mapToObj(c -> outcomes.signals()[c])
                .flatMap(Arrays::stream)
                .mapToDouble(signal -> Math.min(1, signal.confidence()))
                .sorted()
                .distinct()
                .toArray();
        float[] thresholds = new float[told.length + 2];
        for (int i = 0; i < told.length; i++) {
            thresholds[i + 1] = (float) told[i];
        }
        thresholds[told.length + 1] = 1;
        return thresholds;
    }

    private static int[] exits(float threshold, ExitOutcomes outcomes) {
        return ExitPoint.exits(new ExitPolicy.Confidence(threshold, 0), outcomes.signals());
    }

    private static double mean(int[] exits) {
        return Arrays.stream(exits).average().orElseThrow();
    }

    private static Estimate difference(double[] quality, double[] other) {
        double[] gained = IntStream.range(0, quality.length)
                .mapToDouble(r -> quality[r] - other[r])
                .toArray();
        return new Bootstrap(SEED).mean(gained);
    }
}
