package io.fathom.model.training;

import io.fathom.model.budget.CostModel;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitSignal;
import org.jspecify.annotations.Nullable;

/**
 * What one way of stopping costs and gives on a held-out set, means over its records.
 *
 * @param policy that stops; null for exits at random
 * @param cycles run
 * @param layers run for each token, head and tail included: cost in TLOps per token, but for that of the n-gram model, which
 *     every record pays alike. A policy that reads the answer runs the tail after every cycle
 * @param quality of the answers, see {@link ExitOutcomes#quality()}
 */
public record ExitPoint(@Nullable ExitPolicy policy, double cycles, double layers, double quality) {

    /** Follows a policy through the signals of each record; tables are [depths][records]. */
    static ExitPoint of(ExitPolicy policy, ExitSignal[][] signals, double[][] quality, CostModel costs) {
        int records = signals[0].length;
        int first = signals[0][0].cycle();
        double cycles = 0;
        double layers = 0;
        double right = 0;
        int[] exits = exits(policy, signals);
        for (int r = 0; r < records; r++) {
            int cycle = exits[r];
            cycles += cycle;
            layers += layers(costs, cycle, policy.needsAnswer() ? cycle : 1);
            right += quality[cycle - first][r];
        }
        return new ExitPoint(policy, cycles / records, layers / records, right / records);
    }

    /** None where a record leaves before the first layer. */
    private static int layers(CostModel costs, int cycles, int answers) {
        return cycles == 0 ? 0 : costs.executedLayers(cycles, answers);
    }

    /** Cycles after which each record stops; tables are [depths][records], the shallowest depth first. */
    static int[] exits(ExitPolicy policy, ExitSignal[][] signals) {
        int[] exits = new int[signals[0].length];
        for (int r = 0; r < exits.length; r++) {
            int row = 0;
            while (row < signals.length - 1 && policy.decide(signals[row][r]).isEmpty()) {
                row++;
            }
            exits[r] = signals[row][r].cycle();
        }
        return exits;
    }

    /**
     * Every record stops at each depth with the same probability, whatever it is: the mean of all that can happen.
     *
     * @param firstDepth cycles of the shallowest depth
     * @param meanQuality of each depth, the shallowest first
     */
    static ExitPoint atRandom(double probability, int firstDepth, double[] meanQuality, CostModel costs) {
        double cycles = 0;
        double layers = 0;
        double quality = 0;
        double left = 1;
        for (int d = 0; d < meanQuality.length; d++) {
            double here = d == meanQuality.length - 1 ? left : left * probability;
            cycles += here * (firstDepth + d);
            layers += here * layers(costs, firstDepth + d, 1);
            quality += here * meanQuality[d];
            left -= here;
        }
        return new ExitPoint(null, cycles, layers, quality);
    }

    /** Whether it is the better buy: fewer layers, and with as many fewer cycles. */
    boolean cheaperThan(ExitPoint other) {
        return layers < other.layers || (layers == other.layers && cycles < other.cycles);
    }
}
