package io.fathom.cli.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.model.budget.CostModel;
import io.fathom.model.engine.ScoringResult;
import java.util.List;
import java.util.Locale;

/**
 * How deep single tokens went, where hard token gates let them skip layers.
 *
 * @param meanLayers layers that a token ran, head and tail included; NaN where every token ran every layer
 * @param activeShare of the layers that could be skipped, those that were not; NaN likewise
 */
record TokenDepth(double meanLayers, double activeShare) {
    /** Every token ran every layer. */
    static final TokenDepth WHOLE = new TokenDepth(Double.NaN, Double.NaN);

    boolean isWhole() {
        return Double.isNaN(meanLayers);
    }

    /** For people; nothing where there is nothing to tell. */
    List<String> lines() {
        return isWhole()
                ? List.of()
                : List.of(
                        "",
                        String.format(
                                Locale.ROOT,
                                "A token ran %.2f layers on average; %.1f %% of the layers that it could skip.",
                                meanLayers,
                                100 * activeShare));
    }

    /** For machines. */
    void addTo(ObjectNode json) {
        if (!isWhole()) {
            json.put("meanTokenLayers", meanLayers).put("activeShare", activeShare);
        }
    }

    /** Counts results as they come. */
    static final class Counter {
        private final CostModel costs;
        private long tokens;
        private long layers;
        private long skippable;

        Counter(CostModel costs) {
            this.costs = costs;
        }

        void add(ScoringResult.Trace trace) {
            for (int ran : trace.tokenLayers()) {
                tokens++;
                layers += ran;
                skippable += (long) trace.cyclesUsed() * costs.layersPerCycle();
            }
        }

        TokenDepth result() {
            return tokens == 0
                    ? WHOLE
                    : new TokenDepth(
                            (double) layers / tokens, (double) (layers - tokens * costs.outerLayers()) / skippable);
        }
    }
}
