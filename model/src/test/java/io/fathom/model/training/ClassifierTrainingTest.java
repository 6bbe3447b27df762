package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.BundleParts;
import io.fathom.model.bundle.BundleWriter;
import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.bundle.TrainingData;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Dropout;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.Weights;
import io.fathom.model.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierTrainingTest {
    private static final String COMMAND = "./fathom train --data colours.tsv";
    private static final ClassifierPlan PLAN = plan(0, 0, 0);

    private static ClassifierPlan plan(int teachers, double distillation, double spliceShare) {
        return new ClassifierPlan(
                "colours",
                new ClassifierPlan.Shape(NetworkKind.ZTT, 300, 16, 0, 16, 2, 3, 2, Readout.Pooling.MEAN_MAX),
                new TrainingRecipe(80, 16, 5e-3, 0.1, 0.01, 1, 0.98, 0.1, 0.9, 20, 100, 1),
                new ClassifierRecipe(0.1, 0, 0.05, 0, distillation, spliceShare),
                teachers,
                40,
                0.02,
                new TrainingData("colours", "CC0 1.0", "Nobody.", ""),
                COMMAND);
    }

    /** What the manifest promises of dev is what the bundle gives when it is read back and served. */
    @Test
    void makesABundleThatKeepsItsPromise(@TempDir Path folder) throws IOException {
        List<LabelledText> devTexts = texts(90, 2);
        BundleParts parts;
        try (ClassifierTraining training =
                new ClassifierTraining(PLAN, texts(300, 1), devTexts, null, "test", TrainingListener.SILENT, null)) {
            runToTheEnd(training);
            parts = training.finish().parts();
        }
        ModelBundle bundle = BundleWriter.write(folder.resolve("colours"), parts);

        assertThat(bundle.labels()).containsExactly("blue", "oos", "red");
        assertThat(bundle.modelCard())
                .contains(COMMAND)
                .contains("colours, licence CC0 1.0. Nobody.")
                .contains("This data does not profit from depth")
                .contains("Deploy fixed:1.")
                .contains("| confidence-probe |");
        double promised = bundle.model().quality().getOrDefault("dev.cycles2.inScopeAccuracyAtThreshold", 0.0);
        assertThat(promised).isGreaterThan(0.9);
        try (NDManager manager = NDManager.newBaseManager();
                Weights weights = bundle.loadWeights(manager);
                Tokenizer tokenizer = bundle.openTokenizer()) {
            int[][] ids = devTexts.stream()
                    .map(t -> tokenizer.encode(t.text(), 16).ids())
                    .toArray(int[][]::new);
            int[] labels = devTexts.stream()
                    .mapToInt(t -> bundle.labels().indexOf(t.label()))
                    .toArray();
            ExitLogits logits = ExitLogits.of(new CycledTransformer(weights, Dropout.OFF), manager, ids);
            ClassificationQuality served =
                    ClassificationQuality.of(logits, 2, labels, 1, (LabelCalibration) bundle.calibration());
            assertThat(served.inScopeAccuracyAtThreshold()).isCloseTo(promised, within(1e-9));
        }
    }

    /** The threshold needs in-scope records only; what cannot be measured is not promised. */
    @Test
    void devNeedsNoOutOfScopeRecords(@TempDir Path folder) throws IOException {
        List<LabelledText> devTexts = texts(90, 2).stream()
                .filter(t -> !t.label().equals(ClassifierPlan.OUT_OF_SCOPE))
                .toList();
        try (ClassifierTraining training =
                new ClassifierTraining(PLAN, texts(300, 1), devTexts, null, "test", TrainingListener.SILENT, null)) {
            runToTheEnd(training);
            ModelBundle bundle = BundleWriter.write(
                    folder.resolve("colours"), training.finish().parts());
            assertThat(bundle.calibration().rejectsOutOfScope()).isTrue();
            assertThat(bundle.model().quality())
                    .containsKey("dev.cycles1.inScopeAccuracyAtThreshold")
                    .containsKey("dev.linear.inScopeAccuracy")
                    .doesNotContainKey("dev.cycles1.outOfScopeRecall");
            assertThat(bundle.modelCard()).contains("not measured");
        }
    }

    @Test
    void refusesToMakeABundleOfWeightsThatWereNeverEvaluated() throws IOException {
        try (ClassifierTraining training =
                new ClassifierTraining(PLAN, texts(50, 1), texts(20, 2), null, "test", TrainingListener.SILENT, null)) {
            training.run(1);
            assertThatThrownBy(training::finish)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("training must have been evaluated on dev before a bundle is made of it, but only 1"
                            + " steps were run; run it to the next evaluation");
        }
    }

    /** Two teachers, then the student, who answers texts that no label fits the way the teachers do. */
    @Test
    void aStudentLearnsFromTeachersAlsoAfterAnInterruption(@TempDir Path folder) throws IOException {
        ClassifierPlan plan = plan(2, 0.7, 0.5);
        List<String> networks = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onNetwork(int number, int of, int steps, int from) {
                networks.add(number + "/" + of + ": " + from + " of " + steps);
            }
        };
        Path checkpoint = folder.resolve("checkpoint");
        BundleParts whole;
        try (ClassifierTraining training =
                new ClassifierTraining(plan, texts(300, 1), texts(90, 2), null, "test", listener, null)) {
            runToTheEnd(training);
            whole = training.finish().parts();
        }
        assertThat(networks).containsExactly("1/3: 0 of 40", "2/3: 0 of 40", "3/3: 0 of 80");
        assertThat(whole.model().quality().getOrDefault("dev.cycles2.inScopeAccuracy", 0.0))
                .isGreaterThan(0.9);

        networks.clear();
        List<BundleParts> resumed = new ArrayList<>();
        for (int looks : new int[] {3, 2, 4}) { // of 2, 2 and 4: stops within the second teacher and within the student
            try (ClassifierTraining training =
                    new ClassifierTraining(plan, texts(300, 1), texts(90, 2), null, "test", listener, checkpoint)) {
                for (int i = 0; i < looks && !training.isDone(); i++) {
                    assertThat(training.run(20)).isTrue();
                    training.writeCheckpoint(checkpoint);
                }
                if (training.isDone()) {
                    resumed.add(training.finish().parts());
                    training.deleteCheckpoints(checkpoint);
                }
            }
        }
        assertThat(networks).contains("2/3: 20 of 40", "3/3: 20 of 80");
        assertThat(resumed).hasSize(1);
        whole.weights()
                .forEach((name, w) ->
                        assertThat(resumed.get(0).weights().get(name)).as(name).containsExactly(w));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesToLearnFromTeachersThatAreNotThere() {
        assertThatThrownBy(() -> plan(0, 0.5, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("distillation and spliceShare need teachers, but were 0.5 and 0.0 without any");
    }

    @Test
    void refusesAnIdThatNoBundleCanHaveBeforeTheTraining() {
        assertThatThrownBy(() -> new ClassifierPlan(
                        "My Bundle",
                        PLAN.shape(),
                        PLAN.recipe(),
                        PLAN.learning(),
                        0,
                        0,
                        PLAN.inScopeLoss(),
                        PLAN.data(),
                        COMMAND))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a bundle's id must be")
                .hasMessageEndingWith("but was 'My Bundle'");
    }

    @Test
    void refusesDataItCannotLearnFrom() {
        assertThatThrownBy(() -> new ClassifierTraining(
                        PLAN,
                        List.of(new LabelledText("a", "x")),
                        List.of(new LabelledText("a", "x")),
                        null,
                        "test",
                        TrainingListener.SILENT,
                        null))
                .isInstanceOf(DataSetException.class)
                .hasMessage("training data must hold at least two labels, but holds only [a]");
        assertThatThrownBy(() -> new ClassifierTraining(
                        PLAN,
                        texts(50, 1),
                        List.of(new LabelledText("purple", "x")),
                        null,
                        "test",
                        TrainingListener.SILENT,
                        null))
                .isInstanceOf(DataSetException.class)
                .hasMessage("label 'purple' must be one of the 3 labels of the training data, but is not among them");
        assertThatThrownBy(() -> new ClassifierTraining(
                        PLAN,
                        texts(50, 1),
                        List.of(new LabelledText(ClassifierPlan.OUT_OF_SCOPE, "x")),
                        null,
                        "test",
                        TrainingListener.SILENT,
                        null))
                .isInstanceOf(DataSetException.class)
                .hasMessage("dev data must hold at least one record with a label other than 'oos' to choose weights by,"
                        + " but of its 1 records none has");
    }

    private static void runToTheEnd(ClassifierTraining training) throws IOException {
        while (!training.isDone()) {
            training.run(Integer.MAX_VALUE);
        }
    }

    private static List<LabelledText> texts(int records, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> labels = List.of("red", "blue", ClassifierPlan.OUT_OF_SCOPE);
        List<String> things = List.of("the car", "a big house", "my old shoe", "this tree");
        List<LabelledText> texts = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            String label = labels.get(random.nextInt(labels.size()));
            String thing = things.get(random.nextInt(things.size()));
            texts.add(new LabelledText(
                    label, thing + (label.equals(ClassifierPlan.OUT_OF_SCOPE) ? " sings" : " is " + label)));
        }
        return texts;
    }
}
