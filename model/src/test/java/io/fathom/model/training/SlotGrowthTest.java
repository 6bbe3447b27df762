package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Dropout;
import io.fathom.model.nn.Projections.Normaliser;
import io.fathom.model.nn.Projections.Slots;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.TokenInput;
import io.fathom.model.nn.Weights;
import io.fathom.model.training.SlotGrowth.Mode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The claims of papers.md 3.4 and the negative tests of 3.7. */
class SlotGrowthTest {
    private static final int SLOTS = 12;
    private static final int[][] IDS = {{1, 2, 3, 4, 5}, {6, 7, 8}, {9, 10, 11, 12}};
    private static final float[][] TARGETS = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

    @ParameterizedTest
    @EnumSource(
            value = NetworkKind.class,
            names = {"TOKENFORMER", "COMBINED"})
    void preservesTheFunction(NetworkKind kind) {
        for (Readout readout : new Readout[] {new Readout.Labels(3, Readout.Pooling.MEAN), new Readout.NextToken()}) {
            NetworkValues before = network(kind, readout);
            NetworkValues after = new SlotGrowth(2 * SLOTS, Mode.PRESERVE, 7).of(before);
            assertThat(after.architecture().projections())
                    .isEqualTo(new Slots(2 * SLOTS, 8 * SLOTS, SLOTS, 4 * SLOTS, Normaliser.L2_GELU));
            assertThat(FunctionDifference.largest(before, after, 3)).isLessThan(1e-5);
            NetworkValues again = new SlotGrowth(5 * SLOTS, Mode.PRESERVE, 8).of(after);
            assertThat(FunctionDifference.largest(before, again, 3)).isLessThan(1e-5);
        }
    }

    /** The same weights under the temperature of the new number of slots, and the released code's growth. */
    @Test
    void aRecomputedTemperatureChangesTheFunction() {
        NetworkValues before = tokenFormer();
        NetworkValues preserved = new SlotGrowth(2 * SLOTS, Mode.PRESERVE, 7).of(before);
        NetworkValues recomputed =
                new NetworkValues(preserved.architecture().with(Slots.of(2 * SLOTS)), preserved.values());
        assertThat(FunctionDifference.largest(before, recomputed, 3)).isGreaterThan(1e-2);
        NetworkValues released = new SlotGrowth(2 * SLOTS, Mode.RECOMPUTE_TEMPERATURE, 7).of(before);
        assertThat(released.architecture().projections()).isEqualTo(Slots.of(2 * SLOTS));
        assertThat(FunctionDifference.largest(before, released, 3)).isGreaterThan(1e-2);
    }

    /** Values of zeros do not save the function, since random keys lengthen the scores that all are divided by. */
    @Test
    void randomKeysChangeTheFunctionAlsoWithValuesOfZeros() {
        NetworkValues before = tokenFormer();
        NetworkValues grown = new SlotGrowth(2 * SLOTS, Mode.RECOMPUTE_TEMPERATURE, 7).of(before);
        NetworkValues zeroValues = new NetworkValues(
                new SlotGrowth(2 * SLOTS, Mode.PRESERVE, 7).of(before).architecture(),
                withNew(grown, before, ".values", 0));
        assertThat(FunctionDifference.largest(before, zeroValues, 3)).isGreaterThan(1e-3);
    }

    @Test
    void newSlotsComeAliveWithinFiftySteps() {
        NetworkValues before = tokenFormer();
        NetworkValues grown = new SlotGrowth(2 * SLOTS, Mode.PRESERVE, 7).of(before);
        Map<String, float[]> trained = train(grown, 50);
        for (String name : keysOf(grown)) {
            float[] rows = newRows(name, trained, before);
            assertThat(length(rows)).as(name).isGreaterThan(1e-3);
        }
    }

    /** Without decay nothing moves a slot whose key and value are zero: neither has a gradient. */
    @Test
    void slotsOfZerosStayDead() {
        NetworkValues before = tokenFormer();
        NetworkValues grown = new SlotGrowth(2 * SLOTS, Mode.PRESERVE, 7).of(before);
        NetworkValues dead = new NetworkValues(grown.architecture(), withNew(grown, before, ".values", 0));
        Map<String, float[]> trained = train(dead, 50);
        for (String name : keysOf(grown)) {
            assertThat(newRows(name, trained, before)).as(name).containsOnly(0f);
            String values = name.replaceFirst("keys$", "values");
            assertThat(newRows(values, trained, before)).as(values).containsOnly(0f);
        }
        assertThat(trained.get("middle.0.attention.query.keys"))
                .as("the others were trained")
                .isNotEqualTo(dead.get("middle.0.attention.query.keys"));
    }

    @Test
    void saysWhatCannotGrow() {
        NetworkValues network = tokenFormer();
        assertThatThrownBy(() -> new SlotGrowth(SLOTS, Mode.PRESERVE, 1).of(network))
                .hasMessage("slots must be more than 12 (what the network has), but were 12");
        NetworkValues dense = network(NetworkKind.VANILLA, new Readout.Labels(3, Readout.Pooling.MEAN));
        assertThatThrownBy(() -> new SlotGrowth(SLOTS, Mode.PRESERVE, 1).of(dense))
                .hasMessage("only a network of slots can grow (tokenformer or combined), but this one is of linear,"
                        + " feed-forward 64");
        NetworkValues softmax = new NetworkValues(
                network.architecture().with(new Slots(SLOTS, 4 * SLOTS, SLOTS, 4 * SLOTS, Normaliser.SOFTMAX)),
                network.values());
        assertThatThrownBy(() -> new SlotGrowth(2 * SLOTS, Mode.PRESERVE, 1).of(softmax))
                .hasMessageContaining("recompute the temperature");
    }

    private static NetworkValues tokenFormer() {
        return network(NetworkKind.TOKENFORMER, new Readout.Labels(3, Readout.Pooling.MEAN));
    }

    private static NetworkValues network(NetworkKind kind, Readout readout) {
        Architecture architecture =
                kind.architecture(new TokenInput(20, 8, 0), 16, 2, 3, kind.cycles() ? 2 : 1, readout);
        try (NDManager manager = NDManager.newBaseManager();
                Weights weights = Initialiser.initialise(architecture, manager, 5)) {
            Map<String, float[]> values = new HashMap<>();
            weights.all().forEach((name, w) -> values.put(name, w.toFloatArray()));
            return new NetworkValues(architecture, values);
        }
    }

    private static Map<String, float[]> train(NetworkValues network, int steps) {
        try (NDManager manager = NDManager.newBaseManager();
                Weights weights = Trainer.weightsOf(network.architecture(), manager, network.values())) {
            weights.all().values().forEach(w -> w.setRequiresGradient(true));
            AdamW optimiser = new AdamW(weights, manager, 0.98, 0);
            TrainingStep step = new TrainingStep(weights, optimiser, 1);
            ExitLoss loss = new ExitLoss(new CycledTransformer(weights, Dropout.OFF), 0);
            for (int i = 0; i < steps; i++) {
                step.run(m -> loss.of(m, IDS, TARGETS), 1e-3);
            }
            Map<String, float[]> values = new HashMap<>();
            for (Map.Entry<String, NDArray> w : weights.all().entrySet()) {
                values.put(w.getKey(), w.getValue().toFloatArray());
            }
            return values;
        }
    }

    private static Iterable<String> keysOf(NetworkValues network) {
        return network.values().keySet().stream()
                .filter(name -> name.endsWith(".keys"))
                .sorted()
                .toList();
    }

    private static Map<String, float[]> withNew(NetworkValues grown, NetworkValues before, String suffix, float value) {
        Map<String, float[]> values = new HashMap<>(grown.values());
        values.replaceAll((name, array) -> {
            float[] copy = array.clone();
            if (name.endsWith(suffix)) {
                Arrays.fill(copy, before.get(name).length, copy.length, value);
            }
            return copy;
        });
        return values;
    }

    private static float[] newRows(String name, Map<String, float[]> trained, NetworkValues before) {
        float[] all = java.util.Objects.requireNonNull(trained.get(name), name);
        return Arrays.copyOfRange(all, before.get(name).length, all.length);
    }

    private static double length(float[] values) {
        double sum = 0;
        for (float v : values) {
            sum += v * v;
        }
        return Math.sqrt(sum);
    }
}
