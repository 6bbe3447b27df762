package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Dropout;
import io.fathom.model.nn.RowStates;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.Weights;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TSA's price of open gates (papers.md 2.4): what it is and that it works. */
class GateMeterTest {
    private static final int[][] IDS = {{1, 2, 3, 4, 5, 6}, {7}, {8, 9, 1}};
    private static final TrainingSet TRAIN = TinyTask.data(200, 1);
    private static final TrainingSet DEV = TinyTask.data(60, 2);

    /** Real tokens only, all counted alike: the same as over each record by itself, weighted by length. */
    @ParameterizedTest
    @EnumSource(
            value = NetworkKind.class,
            names = {"TSA", "COMBINED"})
    void isTheMeanOverLayersAndRealTokens(NetworkKind kind) {
        Architecture architecture = routed(kind);
        try (NDManager manager = NDManager.newBaseManager();
                Weights weights = Initialiser.initialise(architecture, manager, 3)) {
            CycledTransformer network = new CycledTransformer(weights, Dropout.OFF, new TokenGate.Soft());
            GateMeter meter = new GateMeter(network);
            RowStates states = meter.begin(manager, IDS);
            for (int c = 0; c < architecture.maxCycles(); c++) {
                states = meter.cycle(manager, states, new int[] {c}).states();
            }
            NDArray loss = manager.create(2f);
            double alpha = (meter.priced(manager, loss, 10).getFloat() - 2) / 10;
            double alone = 0;
            int tokens = 0;
            for (int[] row : IDS) {
                alone += row.length * OpenShare.of(network, manager, new int[][] {row}, 1);
                tokens += row.length;
            }
            assertThat(alpha).isCloseTo(alone / tokens, within(1e-6)).isBetween(0.5, 0.9);
            assertThat(OpenShare.of(network, manager, IDS, 2)).isCloseTo(alpha, within(1e-6));
            assertThat(meter.priced(manager, loss, 0)).isSameAs(loss);
        }
    }

    @Test
    void withoutRoutersThereIsNothingToPay() {
        try (NDManager manager = NDManager.newBaseManager();
                Weights weights = Initialiser.initialise(TinyTask.ARCHITECTURE, manager, 3)) {
            GateMeter meter = new GateMeter(new CycledTransformer(weights, Dropout.OFF));
            meter.cycle(manager, meter.begin(manager, IDS), new int[] {0});
            NDArray loss = manager.create(2f);
            assertThat(meter.priced(manager, loss, 10)).isSameAs(loss);
            assertThat(OpenShare.of(meter, manager, IDS, 2)).isNaN();
        }
    }

    /** A dear gate closes, a free one need not; behind hard gates training reaches the routers as well. */
    @ParameterizedTest
    @EnumSource(Gates.class)
    void theDearerTheFewerAreOpen(Gates gates) {
        double free = openAfterTraining(0, gates == Gates.HARD);
        double dear = openAfterTraining(2, gates == Gates.HARD);
        assertThat(dear).as("open share at cost 2 against %s at cost 0", free).isLessThan(free - 0.2);
    }

    private enum Gates {
        SOFT,
        HARD
    }

    private static double openAfterTraining(double cost, boolean hard) {
        TrainingRecipe r = TinyTask.recipe(120, 3);
        TrainingRecipe recipe = new TrainingRecipe(
                r.steps(),
                r.batchRows(),
                r.learningRate(),
                r.warmupShare(),
                r.weightDecay(),
                r.clipNorm(),
                r.beta2(),
                r.dropout(),
                0.5,
                r.steps(),
                r.patience(),
                cost,
                hard,
                r.seed());
        Architecture architecture = routed(NetworkKind.TSA);
        try (Trainer trainer = new Trainer(
                        architecture,
                        recipe,
                        new SetLessons(TRAIN, ClassifierRecipe.PLAIN, recipe, null),
                        new LabelExamination(DEV),
                        TrainingListener.SILENT,
                        null);
                NDManager manager = NDManager.newBaseManager()) {
            trainer.run(Integer.MAX_VALUE);
            Map<String, float[]> values = trainer.result().weights();
            try (Weights weights = Trainer.weightsOf(architecture, manager, values)) {
                return OpenShare.of(
                        new CycledTransformer(weights, Dropout.OFF, new TokenGate.Soft()),
                        manager,
                        DEV.servedIds(),
                        16);
            }
        }
    }

    private static Architecture routed(NetworkKind kind) {
        Architecture tiny = TinyTask.ARCHITECTURE;
        return kind.architecture(tiny.input(), 16, 2, 3, kind.cycles() ? 2 : 1, tiny.readout());
    }
}
