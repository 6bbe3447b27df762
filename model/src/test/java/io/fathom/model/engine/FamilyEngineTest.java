package io.fathom.model.engine;

import static io.fathom.model.engine.RandomModel.NO_NGRAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fathom.model.bundle.CostConstants;
import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.bundle.ModelIdentity;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.CycleNetwork.CycleStep;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Dropout;
import io.fathom.model.nn.LayerStack;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.RowStates;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.TokenInput;
import io.fathom.model.nn.Weights;
import io.fathom.model.nn.ZeroToken;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every member of the family through the engine, in company, against its plain forward pass, alone. */
@Timeout(60)
class FamilyEngineTest {
    private static final int LABELS = 5;
    private static final int MAX_TOKENS = 16;

    static Stream<Arguments> family() {
        Readout readout = new Readout.Labels(LABELS, Readout.Pooling.MEAN);
        List<Arguments> family = new ArrayList<>();
        for (NetworkKind kind : NetworkKind.values()) {
            family.add(Arguments.of(kind.name(), architecture(kind, readout)));
        }
        Architecture ztt = architecture(NetworkKind.ZTT, readout);
        LayerStack stages = new LayerStack(true, 1, true, 3, false);
        for (boolean routers : new boolean[] {false, true}) {
            family.add(Arguments.of(
                    "stages" + (routers ? " with routers" : ""),
                    new Architecture(
                            ztt.input(), 16, 2, stages, ztt.projections(), ZeroToken.LAYER, routers, readout)));
        }
        return family.stream();
    }

    private static Architecture architecture(NetworkKind kind, Readout readout) {
        return kind.architecture(new TokenInput(27, MAX_TOKENS, 0), 16, 2, 4, kind.cycles() ? 3 : 1, readout);
    }

    /** Rows leave at different cycles and new ones join, so that batches hold rows at different cycles, or are kept apart. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("family")
    void theEngineGivesTheScoresOfThePlainForwardPass(String name, Architecture architecture) throws Exception {
        long seed = 17;
        Random random = new Random(seed);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                ScoringEngine engine = engine(architecture, seed, false)) {
            CycledTransformer plain = new CycledTransformer(
                    weights(architecture, manager, seed), Dropout.OFF, TokenGate.forServing(architecture));
            LabelRule rule = new LabelRule(labels(), LabelCalibration.none(architecture.maxCycles()), LABELS);
            List<String> texts = new ArrayList<>();
            List<ScoringTicket> tickets = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                texts.add(RandomModel.text(random, MAX_TOKENS - 1));
                OptionalInt limit = OptionalInt.of(1 + random.nextInt(architecture.maxCycles()));
                tickets.add(engine.submit(new ScoringRequest("r" + i, texts.get(i), limit)));
            }
            for (int i = 0; i < texts.size(); i++) {
                ScoringResult result = tickets.get(i).result().join();
                Alone alone =
                        Alone.of(plain, manager, texts.get(i), result.trace().cyclesUsed());
                float[] p =
                        rule.read(alone.logits, 0, 0, NO_NGRAMS, result.trace().cyclesUsed());
                String record = "seed " + seed + ", record " + i;
                for (ScoringResult.LabelScore label : result.classification().alternatives()) {
                    assertThat(label.probability())
                            .as(record)
                            .isCloseTo(p[labels().indexOf(label.label())], within(1e-5f));
                }
                assertThat(result.trace().tokenLayers()).as(record).isEqualTo(alone.tokenLayers);
                assertThat(result.cost().tlops()).as(record).isEqualTo(alone.tlops);
            }
        }
    }

    /** Cohorts: a worker that holds rows at several depths of a stack whose layers differ. */
    @Test
    void rowsThatJoinLaterDoNotDisturbThoseUnderWay() throws Exception {
        Architecture ztt = architecture(NetworkKind.ZTT, new Readout.Labels(LABELS, Readout.Pooling.MEAN));
        LayerStack stages = new LayerStack(true, 2, true, 4, false);
        Architecture architecture =
                new Architecture(ztt.input(), 16, 2, stages, ztt.projections(), ZeroToken.NONE, false, ztt.readout());
        theEngineGivesTheScoresOfThePlainForwardPass("deep stages", architecture);
    }

    /** Routers that halt every token in every layer: nothing runs between head and tail, and nothing is charged. */
    @Test
    void aRecordWhoseTokensAllHaltCostsTheOuterLayersOnly() throws Exception {
        Architecture architecture = architecture(NetworkKind.TSA, new Readout.Labels(LABELS, Readout.Pooling.MEAN));
        try (ScoringEngine engine = engine(architecture, 3, true)) {
            ScoringResult result =
                    engine.submit(ScoringRequest.of("r", "abcd")).result().join();
            assertThat(result.trace().tokenLayers()).containsExactly(1, 1, 1, 1, 1);
            assertThat(result.cost().tlops()).isEqualTo(5);
            assertThat(result.cost().tlopsFull()).isEqualTo(5 * 4);
            engine.submit(ScoringRequest.of("again", "xyz")).result().join();
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Alone(float[] logits, List<Integer> tokenLayers, long tlops) {

        static Alone of(CycledTransformer plain, NDManager parent, String text, int cycles) {
            Architecture architecture = plain.architecture();
            int[] ids = RandomModel.encode(text, MAX_TOKENS).ids();
            int outer = CostConstants.of(architecture).costModel().outerLayers();
            int[] layers = IntStream.generate(() -> outer).limit(ids.length).toArray();
            try (NDManager step = parent.newSubManager()) {
                RowStates states = plain.begin(step, new int[][] {ids});
                float[] logits = {};
                for (int c = 0; c < cycles; c++) {
                    CycleStep cycle = plain.cycle(step, states, new int[] {c});
                    states = cycle.states();
                    logits = plain.answer(step, states, new int[] {c}).toFloatArray();
                    NDArray open = cycle.openLayers();
                    for (int t = 0; t < ids.length; t++) {
                        layers[t] +=
                                open == null ? architecture.stack().middleLayers() : Math.round(open.toFloatArray()[t]);
                    }
                }
                List<Integer> all = IntStream.of(layers).boxed().toList();
                return new Alone(
                        logits,
                        architecture.routers() ? all : List.of(),
                        IntStream.of(layers).sum());
            }
        }
    }

    private static ScoringEngine engine(Architecture architecture, long seed, boolean halting) {
        NDManager manager = NDManager.newBaseManager(Device.cpu());
        Weights weights = weights(architecture, manager, seed);
        if (halting) {
            weights.all().forEach((name, w) -> {
                if (name.endsWith(".router.out.bias")) {
                    w.set(new float[] {1000});
                }
            });
        }
        ServedModel model = new ServedModel(
                new ModelIdentity("family", "0123456789ab"),
                labels(),
                LabelCalibration.none(architecture.maxCycles()),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                RandomModel::encode,
                CycledTransformer.forInference(weights, TokenGate.forServing(architecture)),
                manager,
                manager);
        EngineOptions options = new EngineOptions(
                DeviceChoice.CPU, 1, 8, 1024, 100, 1 << 20, new ExitPolicy.Fixed(architecture.maxCycles()), LABELS);
        return CycleScheduler.start(model, options, System::nanoTime);
    }

    private static List<String> labels() {
        return IntStream.range(0, LABELS).mapToObj(i -> "label" + i).toList();
    }

    private static Weights weights(Architecture architecture, NDManager manager, long seed) {
        Random random = new Random(seed);
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        architecture.parameterShapes().forEach((name, shape) -> {
            float[] values = new float[(int) new Shape(shape).size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian() * 0.5f;
            }
            arrays.put(name, manager.create(values, new Shape(shape)));
        });
        return Weights.of(architecture, manager, arrays);
    }
}
