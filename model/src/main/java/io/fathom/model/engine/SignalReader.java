package io.fathom.model.engine;

import io.fathom.model.depth.ExitFeatures;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitProbe;
import io.fathom.model.depth.ExitSignal;
import io.fathom.model.engine.ActiveBatch.Reading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From what a cycle tells of a row to the signal that the policy decides on. */
final class SignalReader {
    private final AnswerRule answers;
    private final boolean withAnswer;
    private final @Nullable ExitProbe probe;

    /**
     * @param probes what the model has of them
     * @throws IllegalArgumentException if the policy reads a probe that is not among them
     */
    SignalReader(ExitPolicy policy, List<ExitProbe> probes, AnswerRule answers) {
        this.answers = answers;
        this.withAnswer = policy.needsAnswer();
        this.probe =
                policy.probe().map(inputs -> ExitProbe.among(probes, inputs)).orElse(null);
    }

    /** The signal of depth zero. */
    ExitSignal depthZero(float confidence, float entropy) {
        ExitSignal signal = ExitSignal.ofDepthZero(confidence, entropy);
        return probe == null
                ? signal
                : signal.withSettled(probe.settled(0, new ExitFeatures(new float[0], confidence)));
    }

    /** Notes the next cycle of {@code row}, and its answer where the policy asks for one. */
    void observe(ActiveRow row, Reading reading, int r) {
        int cycle = row.cycles() + 1;
        float confidence = Float.NaN;
        float entropy = Float.NaN;
        int unchanged = 0;
        if (withAnswer) {
            float[] read = answers.read(
                    reading.values(),
                    reading.answer(r),
                    row.tokens(),
                    row.record().ngrams(),
                    cycle);
            confidence = answers.confidence(read);
            entropy = answers.entropy(read);
            unchanged = row.answered(read, answers.verdict(read, cycle));
        }
        if (reading.skips()) {
            row.ran(reading.values(), reading.openLayers(r));
        }
        ExitSignal signal = new ExitSignal(
                cycle,
                reading.zeroAttention(r),
                reading.correctedZeroAttention(r),
                confidence,
                entropy,
                unchanged,
                Float.NaN);
        if (probe != null) {
            signal = signal.withSettled(probe.settled(cycle, new ExitFeatures(reading.heads(r), confidence)));
        }
        row.observe(signal, reading.rows());
    }
}
