package io.fathom.model.depth;

import java.util.Optional;

/**
 * Decides after each cycle whether one more is worth it. A policy is pure: it sees the signal of the cycle just run and
 * nothing else, so the same signals give the same depth wherever and whenever they are replayed.
 *
 * <p>The engine enforces what no policy can lift: the model's own number of cycles, the record's {@code maxCycles} and
 * a deadline.
 */
public sealed interface ExitPolicy {

    /** The reason to stop after this cycle, or empty to go on. */
    Optional<ExitReason> decide(ExitSignal signal);

    /** True if {@link #decide} reads the confidence, so the tail and the classifier have to run after every cycle. */
    boolean needsConfidence();

    /** The same number of cycles for every record. */
    record Fixed(int cycles) implements ExitPolicy {
        public Fixed {
            if (cycles < 1) {
                throw new IllegalArgumentException("cycles of the fixed policy must be at least 1, but was " + cycles);
            }
        }

        @Override
        public Optional<ExitReason> decide(ExitSignal signal) {
            return signal.cycle() >= cycles ? Optional.of(ExitReason.CYCLE_LIMIT) : Optional.empty();
        }

        @Override
        public boolean needsConfidence() {
            return false;
        }
    }

    /**
     * Stops when the mean zero attention of the cycle exceeds {@code threshold} (ZTT's rule; papers.md 1.4).
     *
     * <p>What it cannot see: the sign of the signal is not fixed by training, and its raw mean shrinks with the length
     * of the record. Choose the threshold on held-out data of the same lengths, never a priori.
     */
    record ZeroAttention(float threshold, int minCycles) implements ExitPolicy {
        public ZeroAttention {
            requireShare("zero-attention", threshold);
            requireMinCycles(minCycles);
        }

        @Override
        public Optional<ExitReason> decide(ExitSignal signal) {
            return signal.cycle() >= minCycles && signal.zeroAttention() > threshold
                    ? Optional.of(ExitReason.ZERO_ATTENTION)
                    : Optional.empty();
        }

        @Override
        public boolean needsConfidence() {
            return false;
        }
    }

    /** Stops when the calibrated probability of the first answer reaches {@code threshold} (CALM's softmax measure). */
    record Confidence(float threshold, int minCycles) implements ExitPolicy {
        public Confidence {
            requireShare("confidence", threshold);
            requireMinCycles(minCycles);
        }

        @Override
        public Optional<ExitReason> decide(ExitSignal signal) {
            return signal.cycle() >= minCycles && signal.confidence() >= threshold
                    ? Optional.of(ExitReason.CONFIDENCE)
                    : Optional.empty();
        }

        @Override
        public boolean needsConfidence() {
            return true;
        }
    }

    private static void requireShare(String policy, float threshold) {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException(
                    "threshold of the " + policy + " policy must be between 0 and 1, but was " + threshold);
        }
    }

    private static void requireMinCycles(int minCycles) {
        if (minCycles < 1) {
            throw new IllegalArgumentException("minCycles must be at least 1, but was " + minCycles);
        }
    }
}
