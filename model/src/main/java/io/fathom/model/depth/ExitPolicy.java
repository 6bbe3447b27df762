package io.fathom.model.depth;

import java.util.List;
import java.util.Optional;

/**
 * Decides after each cycle, and at depth zero before the first one, whether one more is worth it. A policy is pure: it sees the signal of the cycle just run and
 * nothing else, so the same signals give the same depth wherever and whenever they are replayed.
 *
 * <p>The engine enforces what no policy can lift: the model's own number of cycles, the record's {@code maxCycles} and
 * a deadline. {@link ExitPolicySyntax} says how policies are written.
 */
public sealed interface ExitPolicy {

    /** The reason to stop after this cycle, or empty to go on. */
    Optional<ExitReason> decide(ExitSignal signal);

    /** True if {@link #decide} reads the answer, so the tail and the classifier have to run after every cycle. */
    default boolean needsAnswer() {
        return true;
    }

    /** The probe of the bundle whose probability {@link #decide} reads; empty for policies without a probe. */
    default Optional<ProbeInputs> probe() {
        return Optional.empty();
    }

    /**
     * The policy with what it takes from a bundle put in; itself for policies that take nothing.
     *
     * @param frontier the bundle's, if it has one
     * @throws IllegalArgumentException if it names something that the bundle lacks, in words that say how to get it
     */
    default ExitPolicy resolved(Optional<DepthFrontier> frontier) {
        return this;
    }

    /** The same number of cycles for every record; 0 where the model has depth zero, otherwise as 1. */
    record Fixed(int cycles) implements ExitPolicy {
        public Fixed {
            if (cycles < 0) {
                throw new IllegalArgumentException("cycles of the fixed policy must be at least 0, but was " + cycles);
            }
        }

        @Override
        public Optional<ExitReason> decide(ExitSignal signal) {
            return stop(signal.cycle() >= cycles, ExitReason.CYCLE_LIMIT);
        }

        @Override
        public boolean needsAnswer() {
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
            return stop(signal.cycle() >= minCycles && signal.zeroAttention() > threshold, ExitReason.ZERO_ATTENTION);
        }

        @Override
        public boolean needsAnswer() {
            return false;
        }
    }

    /**
     * {@link ZeroAttention} by the length-corrected mean, {@code sigmoid(logit(z) + ln n)}: with uniform scores it is the
     * same at every length. What it cannot see: the sign of the signal, as above.
     */
    record CorrectedZeroAttention(float threshold, int minCycles) implements ExitPolicy {
        public CorrectedZeroAttention {
            requireShare("corrected-zero-attention", threshold);
            requireMinCycles(minCycles);
        }

        @Override
        public Optional<ExitReason> decide(ExitSignal signal) {
            return stop(
                    signal.cycle() >= minCycles && signal.correctedZeroAttention() > threshold,
                    ExitReason.ZERO_ATTENTION);
        }

        @Override
        public boolean needsAnswer() {
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
            return stop(signal.cycle() >= minCycles && signal.confidence() >= threshold, ExitReason.CONFIDENCE);
        }
    }

    /**
     * Stops when the entropy of the answer's probabilities, as a share of the most possible, falls to {@code threshold}
     * (DeeBERT, and FastBERT's "speed").
     */
    record Entropy(float threshold, int minCycles) implements ExitPolicy {
        public Entropy {
            requireShare("entropy", threshold);
            requireMinCycles(minCycles);
        }

        @Override
        public Optional<ExitReason> decide(ExitSignal signal) {
            return stop(signal.cycle() >= minCycles && signal.entropy() <= threshold, ExitReason.ENTROPY);
        }
    }

    /**
     * Stops when the answer has been the same for {@code cycles} cycles beyond the first that gave it (PABEE). What it
     * cannot see: a wrong answer can be as stable as a right one.
     */
    record Patience(int cycles) implements ExitPolicy {
        public Patience {
            if (cycles < 1) {
                throw new IllegalArgumentException(
                        "cycles of the patience policy must be at least 1, but was " + cycles);
            }
        }

        @Override
        public Optional<ExitReason> decide(ExitSignal signal) {
            return stop(signal.unchanged() >= cycles, ExitReason.PATIENCE);
        }
    }

    /**
     * Stops when the bundle's probe of these inputs gives {@code threshold} or more for "the answer already equals the
     * full-depth answer" ({@link ExitProbe}; measured in depth.md 1.4).
     */
    record Probe(ProbeInputs inputs, float threshold, int minCycles) implements ExitPolicy {
        public Probe {
            requireShare(inputs.policyName(), threshold);
            requireMinCycles(minCycles);
        }

        @Override
        public Optional<ExitReason> decide(ExitSignal signal) {
            return stop(signal.cycle() >= minCycles && signal.settled() >= threshold, ExitReason.PROBE);
        }

        @Override
        public boolean needsAnswer() {
            return inputs.confidence();
        }

        @Override
        public Optional<ProbeInputs> probe() {
            return Optional.of(inputs);
        }
    }

    /**
     * Stops at depth d where the score is at least {@code thresholds[d − firstDepth]}: what an operating point says. The most
     * that thresholds on one score can do; made by optimal stopping on held-out data, not by hand.
     *
     * @param firstDepth 0 where the model has depth zero, otherwise 1
     * @param thresholds one for each depth but the last, in 0..1 or infinite for never; depths beyond them never stop
     */
    record Thresholds(ExitScore score, int firstDepth, List<Float> thresholds) implements ExitPolicy {
        public Thresholds {
            thresholds = List.copyOf(thresholds);
            DepthFrontier.requireFirstDepth(firstDepth);
            for (float threshold : thresholds) {
                if (threshold != Float.POSITIVE_INFINITY) {
                    requireShare("thresholds", threshold);
                }
            }
        }

        @Override
        public Optional<ExitReason> decide(ExitSignal signal) {
            int at = signal.cycle() - firstDepth;
            return stop(at >= 0 && at < thresholds.size() && score.of(signal) >= thresholds.get(at), score.reason());
        }

        @Override
        public boolean needsAnswer() {
            return score.needsAnswer();
        }

        @Override
        public Optional<ProbeInputs> probe() {
            return score.probe();
        }
    }

    /**
     * A point of the bundle's frontier by its place. A name and no rule: {@link #resolved} makes it one.
     *
     * @param index 0 for the cheapest
     */
    record Point(int index) implements ExitPolicy {
        public Point {
            if (index < 0) {
                throw new IllegalArgumentException(
                        "point of the frontier must be at least 0 (the cheapest), but was " + index);
            }
        }

        @Override
        public ExitPolicy resolved(Optional<DepthFrontier> frontier) {
            return frontier.orElseThrow(() -> new IllegalArgumentException("the policy 'point:" + index
                            + "' needs a frontier, but the bundle has none: measure one with 'fathom calibrate', or"
                            + " choose another policy"))
                    .policy(index);
        }

        /** @throws IllegalStateException always: only the bundle knows the point's thresholds */
        @Override
        public Optional<ExitReason> decide(ExitSignal signal) {
            throw new IllegalStateException(
                    "point:" + index + " must be resolved with a frontier before it can decide");
        }
    }

    private static Optional<ExitReason> stop(boolean now, ExitReason reason) {
        return now ? Optional.of(reason) : Optional.empty();
    }

    private static void requireShare(String policy, float threshold) {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException(
                    "threshold of the " + policy + " policy must be between 0 and 1, but was " + threshold);
        }
    }

    private static void requireMinCycles(int minCycles) {
        if (minCycles < 0) {
            throw new IllegalArgumentException("minCycles must be at least 0, but was " + minCycles);
        }
    }
}
