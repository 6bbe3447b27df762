package io.fathom.model.depth;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One number of an {@link ExitSignal}, in 0..1, that thresholds are held against: the higher, the less there is to gain from
 * going on. Which one a model's thresholds read was decided by what its data rewards, see {@link DepthFrontier}.
 */
public enum ExitScore {
    /** Nothing, 0 for every record: all go to the same depth. */
    NONE("none", false, null, ExitReason.CYCLE_LIMIT) {
        @Override
        float read(ExitSignal signal) {
            return 0;
        }
    },
    /** Mean zero attention of the cycle. */
    ZERO_ATTENTION("zero-attention", false, null, ExitReason.ZERO_ATTENTION) {
        @Override
        float read(ExitSignal signal) {
            return signal.zeroAttention();
        }
    },
    /** The same, corrected for the length of the record. */
    CORRECTED_ZERO_ATTENTION("corrected-zero-attention", false, null, ExitReason.ZERO_ATTENTION) {
        @Override
        float read(ExitSignal signal) {
            return signal.correctedZeroAttention();
        }
    },
    /** Calibrated probability of the answer. */
    CONFIDENCE("confidence", true, null, ExitReason.CONFIDENCE) {
        @Override
        float read(ExitSignal signal) {
            return signal.confidence();
        }
    },
    /** What the entropy of the answer's probabilities lacks to the most possible, {@code 1 − entropy}. */
    CERTAINTY("certainty", true, null, ExitReason.ENTROPY) {
        @Override
        float read(ExitSignal signal) {
            return 1 - signal.entropy();
        }
    },
    /** What the probe on heads and confidence says. */
    PROBE("probe", true, ProbeInputs.BOTH, ExitReason.PROBE) {
        @Override
        float read(ExitSignal signal) {
            return signal.settled();
        }
    },
    /** What the probe on heads alone says. */
    ZERO_PROBE("zero-probe", false, ProbeInputs.ZERO_ATTENTION, ExitReason.PROBE) {
        @Override
        float read(ExitSignal signal) {
            return signal.settled();
        }
    },
    /** What the probe on the confidence alone says. */
    CONFIDENCE_PROBE("confidence-probe", true, ProbeInputs.CONFIDENCE, ExitReason.PROBE) {
        @Override
        float read(ExitSignal signal) {
            return signal.settled();
        }
    };

    private final String scoreName;
    private final boolean needsAnswer;
    private final Optional<ProbeInputs> probe;
    private final ExitReason reason;

    ExitScore(String scoreName, boolean needsAnswer, @Nullable ProbeInputs probe, ExitReason reason) {
        this.scoreName = scoreName;
        this.needsAnswer = needsAnswer;
        this.probe = Optional.ofNullable(probe);
        this.reason = reason;
    }

    abstract float read(ExitSignal signal);

    /** The score after a cycle, in 0..1, also where a sum of floats came out beyond it; NaN where the signal lacks it. */
    public float of(ExitSignal signal) {
        return Math.max(0, Math.min(1, read(signal)));
    }

    /** As it is written, in files and on the command line. */
    public String scoreName() {
        return scoreName;
    }

    /** Whether it reads the answer, so that the tail has to run after every cycle. */
    public boolean needsAnswer() {
        return needsAnswer;
    }

    /** The probe that tells it; empty for scores without a probe. */
    public Optional<ProbeInputs> probe() {
        return probe;
    }

    /** Why a record stopped whose score reached its threshold. */
    public ExitReason reason() {
        return reason;
    }

    /** @throws IllegalArgumentException if no score is written so */
    public static ExitScore named(String name) {
        return Arrays.stream(values())
                .filter(score -> score.scoreName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("score must be one of "
                        + Arrays.stream(values()).map(ExitScore::scoreName).toList() + ", but was '" + name + "'"));
    }
}
