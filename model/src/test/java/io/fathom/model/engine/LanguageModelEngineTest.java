package io.fathom.model.engine;

import static io.fathom.model.engine.RandomModel.NO_NGRAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.ModelIdentity;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.bundle.SurpriseCalibration;
import io.fathom.model.bundle.TinyBundles;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Dropout;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.RowStates;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.TokenInput;
import io.fathom.model.nn.Weights;
import io.fathom.model.text.TokenizedText;
import io.fathom.model.training.Trainer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Language models of every kind: what the engine says of a record in company is what the plain network says of it alone. */
@Timeout(60)
class LanguageModelEngineTest {
    private static final int MAX_TOKENS = 24;
    private static final int CYCLES = 3;
    private static final double BITS_PER_NAT = 1 / Math.log(2);

    @ParameterizedTest
    @EnumSource(NetworkKind.class)
    void aRecordInCompanyEqualsThePlainNetworkAlone(NetworkKind kind) throws Exception {
        Architecture architecture = kind.architecture(
                new TokenInput(27, MAX_TOKENS, 0),
                16,
                2,
                Math.max(3, kind.fewestLayers()),
                kind.cycles() ? CYCLES : 1,
                new Readout.NextToken());
        int cycles = architecture.maxCycles();
        SurpriseCalibration calibration = new SurpriseCalibration(Collections.nCopies(cycles, 5f));
        TokenGate gate = TokenGate.forServing(architecture);
        SurpriseRule rule = new SurpriseRule(calibration);
        for (long seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            String run = kind + ", seed " + seed;
            NDManager manager = NDManager.newBaseManager(Device.cpu());
            Weights weights = Trainer.weightsOf(architecture, manager, TinyBundles.weights(architecture, seed));
            List<String> texts = IntStream.range(0, 60)
                    .mapToObj(i -> i == 0 ? "" : RandomModel.text(random, MAX_TOKENS - 1))
                    .toList();
            List<float[][]> alone = texts.stream()
                    .map(t -> alone(new CycledTransformer(weights, Dropout.OFF, gate), manager, t))
                    .toList();
            ExitPolicy policy =
                    seed == 1 ? new ExitPolicy.Fixed(cycles) : new ExitPolicy.Confidence(seed == 2 ? 0.02f : 0.05f, 1);
            ServedModel model = new ServedModel(
                    new ModelIdentity("language", "0123456789ab"),
                    List.of(),
                    calibration,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    LanguageModelEngineTest::encode,
                    CycledTransformer.forInference(weights, gate),
                    manager,
                    manager);
            EngineOptions options =
                    new EngineOptions(DeviceChoice.CPU, 2, 1 + random.nextInt(20), 400, 100, 1 << 20, policy, 3);
            try (ScoringEngine engine = CycleScheduler.start(model, options, System::nanoTime)) {
                List<ScoringTicket> tickets = new ArrayList<>();
                for (String text : texts) {
                    OptionalInt limit = OptionalInt.of(1 + random.nextInt(CYCLES));
                    tickets.add(engine.submit(new ScoringRequest("r", text, limit)));
                }
                for (int i = 0; i < texts.size(); i++) {
                    ScoringResult result = tickets.get(i).result().join();
                    int used = result.trace().cyclesUsed();
                    float[] expected =
                            rule.read(alone.get(i)[used - 1], 0, texts.get(i).length() + 1, NO_NGRAMS, used);
                    assertSame(run + ", text '" + texts.get(i) + "'", result, expected, texts.get(i));
                    if (policy.needsAnswer()) {
                        assertThat(result.trace().signals().get(used - 1).confidence())
                                .as(run)
                                .isCloseTo(rule.confidence(expected), within(1e-5f));
                    }
                }
            }
        }
    }

    /** Every letter is a token, so pieces are letters. */
    private static void assertSame(String run, ScoringResult result, float[] nats, String text) {
        Answer.Surprise answer = result.surprise();
        assertThat(answer.characters()).as(run).isEqualTo(text.length());
        assertThat(answer.pieces()).as(run).hasSize(text.length());
        double sum = 0;
        for (int c = 0; c < text.length(); c++) {
            Answer.Piece piece = answer.pieces().get(c);
            assertThat(piece.text()).as(run).isEqualTo(text.substring(c, c + 1));
            assertThat((double) piece.bits())
                    .as(run)
                    .isCloseTo(nats[c + 1] * BITS_PER_NAT, within(1e-5 * (1 + piece.bits())));
            sum += nats[c + 1] * BITS_PER_NAT;
        }
        double expected = text.isEmpty() ? 0 : sum / text.length();
        assertThat(answer.bitsPerCharacter()).as(run).isCloseTo(expected, within(1e-5));
    }

    /** Surprise of every token after every cycle, [cycles][tokens]. */
    private static float[][] alone(CycledTransformer network, NDManager parent, String text) {
        float[][] surprise = new float[network.architecture().maxCycles()][];
        try (NDManager manager = parent.newSubManager()) {
            RowStates states =
                    network.begin(manager, new int[][] {encode(text, MAX_TOKENS).ids()});
            for (int c = 0; c < surprise.length; c++) {
                states = network.cycle(manager, states, new int[] {c}).states();
                surprise[c] = network.answer(manager, states, new int[] {c}).toFloatArray();
            }
        }
        return surprise;
    }

    private static TokenizedText encode(String text, int maxTokens) {
        int[] ids = RandomModel.encode(text, maxTokens).ids();
        int[] ends = IntStream.range(0, ids.length).toArray();
        return new TokenizedText(ids, text.length() >= maxTokens, ends);
    }
}
