package io.fathom.cli.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.model.budget.CostModel;
import io.fathom.model.engine.ScoringResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one way of scoring a set runs.
 *
 * @param mean layers that the tokens of a record ran, head and tail included, mean over records; a record that left before the
 *     first layer ran none
 * @param full layers of a record at full depth with one answer
 * @param depthZeroShare of the records, those that left before the first layer
 * @param tlopsPerToken cost of all records by all of their tokens, that of the n-gram model included
 */
record LayersRun(double mean, double full, double depthZeroShare, double tlopsPerToken) {

    /** Before it was counted. */
    static final LayersRun UNKNOWN = new LayersRun(Double.NaN, Double.NaN, 0, Double.NaN);

    boolean isKnown() {
        return !Double.isNaN(mean);
    }

    /** Share of the layers of full depth that were not run; below 0 where answering after every cycle cost more. */
    double saved() {
        return 1 - mean / full;
    }

    /** For people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "The policy runs %.2f of %.0f layers (%.1f %% saved), %.2f TLOps a token.",
                mean,
                full,
                100 * saved(),
                tlopsPerToken));
        if (depthZeroShare > 0) {
            lines.add(String.format(
                    Locale.ROOT, "%.1f %% of the records leave before the first layer.", 100 * depthZeroShare));
        }
        return lines;
    }

    /** For machines. */
    void addTo(ObjectNode policy) {
        policy.put("meanLayers", mean).put("layersSaved", saved()).put("tlopsPerToken", tlopsPerToken);
    }

    /** Counts results as they come. */
    static final class Counter {
        private final CostModel costs;
        private final int maxCycles;
        private long records;
        private long atDepthZero;
        private double layers;
        private long tokens;
        private long tlops;

        /** @param maxCycles cycles of full depth */
        Counter(CostModel costs, int maxCycles) {
            this.costs = costs;
            this.maxCycles = maxCycles;
        }

        void add(ScoringResult.Trace trace, long recordTlops) {
            records++;
            tokens += trace.tokens();
            tlops += recordTlops;
            if (trace.cyclesUsed() == 0) {
                atDepthZero++;
            } else {
                long ofLayers = recordTlops - costs.depthZero(trace.tokens());
                layers += (double) ofLayers / Math.max(1, trace.tokens());
            }
        }

        LayersRun result() {
            return new LayersRun(
                    layers / records,
                    costs.executedLayers(maxCycles, 1),
                    (double) atDepthZero / records,
                    (double) tlops / Math.max(1, tokens));
        }
    }
}
