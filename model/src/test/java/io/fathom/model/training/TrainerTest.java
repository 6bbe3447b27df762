package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Dropout;
import io.fathom.model.nn.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    private static final TrainingSet TRAIN = TinyTask.data(200, 1);
    private static final TrainingSet DEV = TinyTask.data(60, 2);

    @Test
    void learnsAndMakesEveryExitUsable() {
        List<Double> losses = new ArrayList<>();
        List<double[]> accuracies = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onStep(int step, int steps, double loss, long tokens) {
                losses.add(loss);
                assertThat(tokens).isBetween(2L * 16, 2L * 16 * 8);
            }

            @Override
            public void onEvaluation(int step, double[] accuracy, boolean best) {
                accuracies.add(accuracy);
            }
        };
        Trainer.Result result = train(TinyTask.recipe(120, 3), listener);
        assertThat(losses).hasSize(120);
        assertThat(losses.get(119)).isLessThan(0.5 * losses.get(0));
        assertThat(accuracies.get(accuracies.size() - 1)).hasSize(2);
        // a guess is right in a third of the cases
        for (double accuracy : accuracies.get(accuracies.size() - 1)) {
            assertThat(accuracy).isGreaterThan(0.95);
        }
        assertThat(result.skipped()).isZero();
        assertThat(result.devScore()).isGreaterThan(0.95);
    }

    @Test
    void theSameSeedGivesTheSameWeightsAndAnotherSeedOthers() {
        Map<String, float[]> first =
                train(TinyTask.recipe(20, 5), TrainingListener.SILENT).weights();
        Map<String, float[]> again =
                train(TinyTask.recipe(20, 5), TrainingListener.SILENT).weights();
        Map<String, float[]> other =
                train(TinyTask.recipe(20, 6), TrainingListener.SILENT).weights();
        first.forEach((name, w) -> assertThat(again.get(name)).as(name).containsExactly(w));
        assertThat(other.get("classifier.weight")).isNotEqualTo(first.get("classifier.weight"));
    }

    @Test
    void aResumedRunEqualsAnUninterruptedOne(@TempDir Path folder) throws IOException {
        TrainingRecipe recipe = TinyTask.recipe(30, 7);
        Map<String, float[]> whole = train(recipe, TrainingListener.SILENT).weights();
        Path file = folder.resolve("checkpoint");
        try (Trainer first =
                TinyTask.trainer(TinyTask.ARCHITECTURE, recipe, TRAIN, DEV, TrainingListener.SILENT, null)) {
            first.run(13);
            first.checkpoint().write(file);
        }
        try (Trainer second = TinyTask.trainer(
                TinyTask.ARCHITECTURE, recipe, TRAIN, DEV, TrainingListener.SILENT, Checkpoint.read(file))) {
            second.run(Integer.MAX_VALUE);
            assertThat(second.isDone()).isTrue();
            Map<String, float[]> resumed = second.result().weights();
            whole.forEach((name, w) -> assertThat(resumed.get(name)).as(name).containsExactly(w));
        }
    }

    @Test
    void aStepThatIsNotFiniteChangesNothingAndIsCounted() {
        try (NDManager manager = NDManager.newBaseManager();
                Weights weights = Initialiser.initialise(TinyTask.ARCHITECTURE, manager, 1)) {
            AdamW optimiser = new AdamW(weights, manager, 0.98, 0.01);
            weights.all().values().forEach(w -> w.setRequiresGradient(true));
            ExitLoss loss = new ExitLoss(new CycledTransformer(weights, Dropout.OFF), 0);
            TrainingStep step = new TrainingStep(weights, optimiser, 1);
            int[][] ids = {{0, 1}, {0, 2}};
            float[] before = weights.get("classifier.weight").toFloatArray();

            double poisoned = step.run(m -> loss.of(m, ids, new float[][] {{Float.NaN, 0, 0}, {0, 1, 0}}), 0.01);
            assertThat(poisoned).isNaN();
            assertThat(step.skipped()).isEqualTo(1);
            assertThat(step.updates()).isZero();
            assertThat(weights.get("classifier.weight").toFloatArray()).containsExactly(before);

            double healthy = step.run(m -> loss.of(m, ids, new float[][] {{1, 0, 0}, {0, 1, 0}}), 0.01);
            assertThat(healthy).isFinite();
            assertThat(step.updates()).isEqualTo(1);
            for (float w : weights.get("classifier.weight").toFloatArray()) {
                assertThat(w).isFinite();
            }
            assertThat(weights.get("classifier.weight").toFloatArray()).isNotEqualTo(before);
        }
    }

    /** A leak of one handle a step would show as 30 more arrays. */
    @Test
    void nativeMemoryStaysConstant() {
        try (Trainer trainer = TinyTask.trainer(
                TinyTask.ARCHITECTURE, TinyTask.recipe(60, 9), TRAIN, DEV, TrainingListener.SILENT, null)) {
            trainer.run(10);
            int after10 = trainer.liveArrays();
            trainer.run(30);
            assertThat(trainer.liveArrays()).isEqualTo(after10);
        }
    }

    @Test
    void stopsWhenDevNoLongerImproves() {
        TrainingRecipe patient = TinyTask.recipe(400, 3);
        TrainingRecipe impatient =
                new TrainingRecipe(400, 16, 5e-3, 0.1, 0.01, 1, 0.98, 0.1, 0.9, 10, 3, patient.seed());
        Trainer.Result result = train(impatient, TrainingListener.SILENT);
        assertThat(result.steps()).isLessThan(400).isEqualTo(result.bestStep() + 30);
    }

    private static Trainer.Result train(TrainingRecipe recipe, TrainingListener listener) {
        try (Trainer trainer = TinyTask.trainer(TinyTask.ARCHITECTURE, recipe, TRAIN, DEV, listener, null)) {
            trainer.run(Integer.MAX_VALUE);
            return trainer.result();
        }
    }
}
