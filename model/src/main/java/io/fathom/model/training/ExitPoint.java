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
 * @param layers run for each token, head and tail included: cost in TLOps per token. A policy that reads the answer runs
 *     the tail after every cycle
 * @param quality of the answers, see {@link ExitOutcomes#quality()}
 */
public record ExitPoint(@Nullable ExitPolicy policy, double cycles, double layers, double quality) {

    /** Follows a policy through the signals of each record. */
    static ExitPoint of(ExitPolicy policy, ExitSignal[][] signals, double[][] quality, CostModel costs) {
        int records = signals[0].length;
        double cycles = 0;
        double layers = 0;
        double right = 0;
        int[] exits = exits(policy, signals);
        for (int r = 0; r < records; r++) {
            int cycle = exits[r];
            cycles += cycle;
            layers += costs.executedLayers(cycle, policy.needsAnswer() ? cycle : 1);
            right += quality[cycle - 1][r];
        }
        return new ExitPoint(policy, cycles / records, layers / records, right / records);
    }

    /** Cycles after which each record stops, from 1; tables are [cycles][records]. */
    static int[] exits(ExitPolicy policy, ExitSignal[][] signals) {
        int[] exits = new int[signals[0].length];
        for (int r = 0; r < exits.length; r++) {
            int cycle = 1;
            while (cycle < signals.length
                    && policy.decide(signals[cycle - 1][r]).isEmpty()) {
                cycle++;
            }
            exits[r] = cycle;
        }
        return exits;
    }

    /**
     * Every record stops after each cycle with the same probability, whatever it is: the mean of all that can happen.
     *
     * @param meanQuality of each exit, entry 0 for one cycle
     */
    static ExitPoint atRandom(double probability, double[] meanQuality, CostModel costs) {
        double cycles = 0;
        double layers = 0;
        double quality = 0;
        double left = 1;
        for (int c = 1; c <= meanQuality.length; c++) {
            double here = c == meanQuality.length ? left : left * probability;
            cycles += here * c;
            layers += here * costs.executedLayers(c, 1);
            quality += here * meanQuality[c - 1];
            left -= here;
        }
        return new ExitPoint(null, cycles, layers, quality);
    }

    /** Whether it is the better buy: fewer layers, and with as many fewer cycles. */
    boolean cheaperThan(ExitPoint other) {
        return layers < other.layers || (layers == other.layers && cycles < other.cycles);
    }
}
