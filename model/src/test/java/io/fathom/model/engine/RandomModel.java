package io.fathom.model.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fathom.model.bundle.DepthZero;
import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.bundle.ModelIdentity;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitFeatures;
import io.fathom.model.depth.ExitProbe;
import io.fathom.model.depth.ExitScore;
import io.fathom.model.depth.ExitSignal;
import io.fathom.model.depth.LogisticModel;
import io.fathom.model.depth.OperatingPoint;
import io.fathom.model.depth.ProbeInputs;
import io.fathom.model.ngram.NgramFeatures;
import io.fathom.model.ngram.NgramModel;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.CycleNetwork.CycleStep;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.LayerStack;
import io.fathom.model.nn.Projections;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.RowStates;
import io.fathom.model.nn.SignalLayout;
import io.fathom.model.nn.TokenInput;
import io.fathom.model.nn.Weights;
import io.fathom.model.nn.ZeroToken;
import io.fathom.model.statistics.Estimate;
import io.fathom.model.text.TokenizedText;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A tiny network with seeded random weights; a text's tokens are its characters, {@code a} = 1, behind a token 0. */
final class RandomModel {
    static {
        TorchThreads.oneEach();
    }

    /** The character whose record has a hidden state beyond {@link #POISON_LEVEL}. */
    static final char POISON = 'z';

    static final float POISON_LEVEL = 1e6f;

    static final int LABELS = 7;
    static final int MAX_TOKENS = 24;
    static final int CYCLES = 4;

    static final float[] NO_NGRAMS = {};

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());
    private final Weights weights;
    private final CycleNetwork network;
    LabelCalibration calibration;
    Optional<NgramModel> ngrams = Optional.empty();
    final ExitProbe probe;
    /** What a budget finds; another may be put in its place before {@link #served()}. */
    @Nullable
    DepthFrontier frontier = fixedDepths();

    RandomModel(long seed) {
        Architecture architecture = new Architecture(
                new TokenInput(27, MAX_TOKENS, 0),
                16,
                2,
                LayerStack.headTail(2, CYCLES),
                new Projections.Dense(32, true),
                ZeroToken.LAYER,
                false,
                new Readout.Labels(LABELS, Readout.Pooling.MEAN));
        Random random = new Random(seed);
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        architecture.parameterShapes().forEach((name, shape) -> {
            float[] values = new float[(int) new Shape(shape).size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian() * 0.5f;
            }
            if (name.equals("embed.token")) {
                values[26 * architecture.dim()] = 2 * POISON_LEVEL;
            }
            arrays.put(name, manager.create(values, new Shape(shape)));
        });
        weights = Weights.of(architecture, manager, arrays);
        network = CycledTransformer.forInference(weights);
        probe = probe(random, SignalLayout.of(architecture).perHead());
        calibration = new LabelCalibration(List.of(1.5f, 1.2f, 1f, 0.8f), "label3", List.of(0.2f, 0.25f, 0.3f, 0.35f));
    }

    /** Gives it an n-gram model with random weights for all pairs of letters, and a frontier of fixed depths from 0 on. */
    RandomModel withDepthZero(long seed) {
        Random random = new Random(seed);
        int[] grams = IntStream.range(0, 26 * 26)
                .mapToObj(pair -> "" + (char) ('a' + pair / 26) + (char) ('a' + pair % 26))
                .flatMapToInt(text -> IntStream.of(NgramFeatures.of(text)))
                .sorted()
                .distinct()
                .toArray();
        byte[] rows = new byte[grams.length * LABELS];
        random.nextBytes(rows);
        float[] scales = new float[grams.length];
        Arrays.fill(scales, 0.02f);
        ngrams = Optional.of(new NgramModel(grams, scales, rows, new float[LABELS]));
        calibration =
                calibration.with(new DepthZero(1.3f, Optional.of(0.22f), List.of(0.9f, 0.7f, 0.5f, 0.3f), 1 / 8.0));
        List<OperatingPoint> points = new ArrayList<>();
        for (int depth = 0; depth <= CYCLES; depth++) {
            List<Float> thresholds = new ArrayList<>();
            for (int d = 0; d < CYCLES; d++) {
                thresholds.add(d < depth ? Float.POSITIVE_INFINITY : 0f);
            }
            points.add(point(thresholds, depth == 0 ? 1 / 8.0 : 2 + 2 * depth + 1 / 8.0, depth));
        }
        frontier = new DepthFrontier(ExitScore.NONE, 0, points);
        return this;
    }

    /** One point a depth, 4, 6, 8 and 10 TLOps a token. */
    private static DepthFrontier fixedDepths() {
        List<OperatingPoint> points = new ArrayList<>();
        for (int depth = 1; depth <= CYCLES; depth++) {
            List<Float> thresholds = new ArrayList<>();
            for (int c = 1; c < CYCLES; c++) {
                thresholds.add(c < depth ? Float.POSITIVE_INFINITY : 0f);
            }
            points.add(point(thresholds, 2 + 2 * depth, depth));
        }
        return new DepthFrontier(ExitScore.NONE, points);
    }

    static OperatingPoint point(List<Float> thresholds, double cost, double quality) {
        return new OperatingPoint(
                thresholds,
                OptionalDouble.empty(),
                new Estimate(cost, cost, cost, 100),
                new Estimate(quality, quality, quality, 100));
    }

    private static ExitProbe probe(Random random, int heads) {
        List<LogisticModel> cycles = new ArrayList<>();
        for (int c = 1; c < CYCLES; c++) {
            List<Float> weights = new ArrayList<>();
            for (int w = 0; w < ProbeInputs.BOTH.size(heads); w++) {
                weights.add((float) random.nextGaussian());
            }
            cycles.add(new LogisticModel((float) random.nextGaussian(), weights));
        }
        return new ExitProbe(ProbeInputs.BOTH, cycles);
    }

    CycleNetwork network() {
        return network;
    }

    NDManager manager() {
        return manager;
    }

    /** Overwrites the poison's embedding. */
    void poison(float value) {
        float[] table = weights.get("embed.token").toFloatArray();
        table[26 * network.architecture().dim()] = value;
        weights.get("embed.token").set(FloatBuffer.wrap(table));
    }

    List<String> labels() {
        return IntStream.range(0, LABELS).mapToObj(i -> "label" + i).toList();
    }

    ServedModel served() {
        return served(UnaryOperator.identity());
    }

    /** The model with something around its network; closing the engine closes the model. */
    ServedModel served(UnaryOperator<CycleNetwork> wrapper) {
        return new ServedModel(
                new ModelIdentity("random", "0123456789ab"),
                labels(),
                calibration,
                List.of(probe),
                Optional.ofNullable(frontier),
                ngrams,
                RandomModel::encode,
                wrapper.apply(network),
                manager,
                manager);
    }

    static TokenizedText encode(String text, int maxTokens) {
        int[] ids = new int[Math.min(maxTokens, text.length() + 1)];
        for (int i = 1; i < ids.length; i++) {
            ids[i] = text.charAt(i - 1) - 'a' + 1;
        }
        return new TokenizedText(ids, text.length() + 1 > maxTokens);
    }

    /** A text of 0..maxLength letters without the poison. */
    static String text(Random random, int maxLength) {
        return random.ints(random.nextInt(maxLength + 1), 'a', POISON)
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining());
    }

    /** What one record gives when it runs alone, straight through the network: one entry a cycle. */
    record Alone(List<float[]> signals, List<float[]> logits) {
        float zeroAttention(int cycle) {
            return signals.get(cycle - 1)[SignalLayout.MEAN];
        }

        float[] heads(int cycle) {
            float[] row = signals.get(cycle - 1);
            return Arrays.copyOfRange(row, SignalLayout.HEADS, row.length);
        }
    }

    /** What a policy should see after a cycle of a record, worked out from the definitions. */
    ExitSignal signal(Alone record, int cycle) {
        LabelRule rule = new LabelRule(labels(), calibration, 1);
        float[] p = rule.read(record.logits().get(cycle - 1), 0, 0, NO_NGRAMS, cycle);
        double entropy = 0;
        for (float share : p) {
            entropy -= share * Math.log(share) / Math.log(LABELS);
        }
        int unchanged = 0;
        while (cycle - 1 - unchanged >= 1
                && verdict(rule, record, cycle - 1 - unchanged) == verdict(rule, record, cycle)) {
            unchanged++;
        }
        float confidence = rule.confidence(p);
        return new ExitSignal(
                cycle,
                record.zeroAttention(cycle),
                record.signals().get(cycle - 1)[SignalLayout.CORRECTED],
                confidence,
                (float) entropy,
                unchanged,
                probe.settled(cycle, new ExitFeatures(record.heads(cycle), confidence)));
    }

    private static int verdict(LabelRule rule, Alone record, int cycle) {
        return rule.verdict(rule.read(record.logits().get(cycle - 1), 0, 0, NO_NGRAMS, cycle), cycle);
    }

    Alone alone(String text) {
        List<float[]> signals = new ArrayList<>();
        List<float[]> logits = new ArrayList<>();
        try (NDManager step = manager.newSubManager()) {
            RowStates states =
                    network.begin(step, new int[][] {encode(text, MAX_TOKENS).ids()});
            for (int c = 0; c < CYCLES; c++) {
                CycleStep cycle = network.cycle(step, states, new int[] {c});
                states = cycle.states();
                signals.add(cycle.signals().toFloatArray());
                logits.add(network.answer(step, states, new int[] {c}).toFloatArray());
            }
        }
        return new Alone(signals, logits);
    }
}
