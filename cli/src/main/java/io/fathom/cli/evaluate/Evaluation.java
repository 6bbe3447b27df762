package io.fathom.cli.evaluate;

import io.fathom.cli.generated.ByDifficulty;
import java.util.OptionalInt;

/**
 * Quality and cost of one way of scoring a labelled set; shares in 0..1.
 *
 * <p>A record is right if it is out of scope and rejected, or in scope, not rejected, and got its label.
 *
 * @param accuracy right ones among all records
 * @param meanCycles cycles used, mean over all records
 * @param inScopeAccuracy in-scope records whose best in-scope label is right, rejected or not; NaN where there are none
 * @param inScopeAccuracyAtThreshold in-scope records that are right and not rejected; NaN where there are none
 * @param outOfScopeRecall out-of-scope records that are rejected; NaN where there are none
 * @param byDifficulty accuracy and cycles by difficulty, of the records that have one
 * @param tokenDepth how deep single tokens went
 * @param layers that were run
 */
record Evaluation(
        double accuracy,
        double meanCycles,
        double inScopeAccuracy,
        double inScopeAccuracyAtThreshold,
        double outOfScopeRecall,
        ByDifficulty byDifficulty,
        TokenDepth tokenDepth,
        LayersRun layers) {

    Evaluation with(TokenDepth depth, LayersRun run) {
        return new Evaluation(
                accuracy,
                meanCycles,
                inScopeAccuracy,
                inScopeAccuracyAtThreshold,
                outOfScopeRecall,
                byDifficulty,
                depth,
                run);
    }

    /** Counts results as they come. */
    static final class Counter {
        private final String outOfScopeLabel;
        private long inScope;
        private long labelRight;
        private long rightAndKept;
        private long outOfScope;
        private long rejected;
        private long cycles;
        private final ByDifficulty.Counter byDifficulty = new ByDifficulty.Counter();

        /** @param outOfScopeLabel the label that stands for out of scope; empty where there is none */
        Counter(String outOfScopeLabel) {
            this.outOfScopeLabel = outOfScopeLabel;
        }

        void add(String expected, String label, boolean rejectedAsOutOfScope, int cyclesUsed, OptionalInt difficulty) {
            cycles += cyclesUsed;
            boolean outside = !outOfScopeLabel.isEmpty() && expected.equals(outOfScopeLabel);
            boolean right = outside ? rejectedAsOutOfScope : label.equals(expected) && !rejectedAsOutOfScope;
            difficulty.ifPresent(d -> byDifficulty.add(d, right, cyclesUsed));
            if (outside) {
                outOfScope++;
                rejected += rejectedAsOutOfScope ? 1 : 0;
            } else {
                inScope++;
                labelRight += label.equals(expected) ? 1 : 0;
                rightAndKept += right ? 1 : 0;
            }
        }

        Evaluation result() {
            long all = inScope + outOfScope;
            return new Evaluation(
                    share(rightAndKept + rejected, all),
                    share(cycles, all),
                    share(labelRight, inScope),
                    share(rightAndKept, inScope),
                    share(rejected, outOfScope),
                    byDifficulty.result(),
                    TokenDepth.WHOLE,
                    LayersRun.UNKNOWN);
        }

        private static double share(long part, long whole) {
            return whole == 0 ? Double.NaN : (double) part / whole;
        }
    }
}
