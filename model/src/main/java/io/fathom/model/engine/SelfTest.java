package io.fathom.model.engine;

import ai.djl.Device;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Dropout;
import io.fathom.model.nn.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether an engine on this machine answers as the definition of its model does: the same texts at full depth, in company on
 * the device and in the precision asked for, and one by one through the plain layers, in float32 on the CPU.
 *
 * <p>What it cannot see: whether the model is any good. A hard token gate that stands within float noise of its threshold can
 * fall on either side, and is then reported as a difference.
 *
 * @param texts how many were compared
 * @param largestDifference of a label's probability, or of bits per character
 * @param tolerance that it is held to
 * @param placement of the engine that was tested
 */
public record SelfTest(int texts, double largestDifference, double tolerance, EnginePlacement placement) {
    private static final String WORDS = "the quick brown fox jumps over 12 lazy dogs, где 📦 ist mein Paket? ";
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "1234567890",
            "where is my parcel?",
            "move 20 dollars from checking to savings",
            WORDS,
            WORDS.repeat(4),
            WORDS.repeat(16),
            "ERROR 42 at /var/log/app.log: connection reset by peer",
            "\t\n  \u0000 ~~ <b>&amp;</b>",
            "Ünïcödé ﬁ ½ ǆ 中文 العربية",
            "cancel my order, and tell me when the next train leaves for the airport");

    public boolean passed() {
        return largestDifference <= tolerance; // not so for NaN
    }

    /** @throws RuntimeException if an engine cannot be opened, or a record fails in it */
    public static SelfTest run(ModelBundle bundle, Hardware hardware) throws InterruptedException {
        int labels = Math.max(1, bundle.labels().size());
        ExitPolicy full = new ExitPolicy.Fixed(bundle.architecture().maxCycles());
        EngineOptions options = new EngineOptions(
                hardware, 0, TEXTS.size(), 1 << 14, TEXTS.size(), 1 << 20, full, labels, Optional.empty());
        List<Answer> expected;
        try (ScoringEngine plain = plain(bundle, options)) {
            expected = answers(plain);
        }
        try (ScoringEngine engine = ScoringEngines.open(bundle, options)) {
            List<Answer> actual = answers(engine);
            double largest = 0;
            for (int i = 0; i < TEXTS.size(); i++) {
                largest = Math.max(largest, difference(actual.get(i), expected.get(i))); // NaN wins
            }
            return new SelfTest(TEXTS.size(), largest, tolerance(hardware.precision()), engine.placement());
        }
    }

    /** Of the narrow types about what they give with a model of few cycles; more cycles can make more of a difference. */
    private static double tolerance(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> 1e-4;
            case FLOAT16 -> 0.01;
            case BFLOAT16 -> 0.05;
        };
    }

    private static List<Answer> answers(ScoringEngine engine) throws InterruptedException {
        List<ScoringTicket> tickets = new ArrayList<>();
        for (int i = 0; i < TEXTS.size(); i++) {
            tickets.add(engine.submit(ScoringRequest.of("self-test-" + i, TEXTS.get(i))));
        }
        return tickets.stream().map(t -> t.result().join().answer()).toList();
    }

    private static double difference(Answer actual, Answer expected) {
        if (actual instanceof Answer.Surprise a && expected instanceof Answer.Surprise e) {
            return Math.abs(a.bitsPerCharacter() - e.bitsPerCharacter());
        }
        Answer.Classification a = (Answer.Classification) actual;
        Answer.Classification e = (Answer.Classification) expected;
        double largest = 0;
        for (ScoringResult.LabelScore label : e.alternatives()) {
            double probability = a.alternatives().stream()
                    .filter(other -> other.label().equals(label.label()))
                    .mapToDouble(ScoringResult.LabelScore::probability)
                    .findFirst()
                    .orElse(Double.NaN);
            largest = Math.max(largest, Math.abs(probability - label.probability()));
        }
        return largest;
    }

    /** One record at a time, operation by operation, in float32 on the CPU. */
    private static ScoringEngine plain(ModelBundle bundle, EngineOptions options) {
        TorchThreads.oneEach();
        EngineOptions alone = new EngineOptions(
                DeviceChoice.CPU, 1, 1, 1, TEXTS.size(), 1 << 20, options.exitPolicy(), options.topK());
        return ScoringEngines.open(
                bundle,
                alone,
                Device.cpu(),
                new EnginePlacement(Devices.name(Device.cpu()), Precision.FLOAT32, false),
                weights -> new CycledTransformer(weights, Dropout.OFF, bundle.tokenGate()));
    }
}
