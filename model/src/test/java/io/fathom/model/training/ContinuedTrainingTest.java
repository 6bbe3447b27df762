package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.model.bundle.BundleParts;
import io.fathom.model.bundle.BundleWriter;
import io.fathom.model.bundle.LineageStep;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.bundle.TrainingData;
import io.fathom.model.nn.Readout;
import io.fathom.model.text.Normalization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on from a bundle. */
class ContinuedTrainingTest {

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static ModelBundle first;

    @BeforeAll
    static void trainTheFirst() throws IOException {
        first = BundleWriter.write(
                folder.resolve("first"), run(plan("first", 80, 0), null, texts(300, 1), texts(90, 2)));
    }

    /** A few steps, with a rate that moves nothing: what it knows it knows from its parent. */
    @Test
    void beginsWithTheWeightsOfItsParentAndTellsItsLineage() throws IOException {
        ModelBundle second = BundleWriter.write(
                folder.resolve("second"), run(plan("second", 2, 1e-9), first, texts(60, 3), texts(90, 2)));
        assertThat(second.architecture()).isEqualTo(first.architecture());
        assertThat(second.labels()).isEqualTo(first.labels());
        assertThat(second.tokenizerJson()).isEqualTo(first.tokenizerJson());
        assertThat(accuracy(second)).isEqualTo(accuracy(first)).isGreaterThan(0.9);
        assertThat(second.model().lineage())
                .containsExactly(new LineageStep(first.identity(), LineageStep.Change.CONTINUED, "2 steps on colours"));

        ModelBundle third = BundleWriter.write(
                folder.resolve("third"), run(plan("third", 2, 1e-9), second, texts(60, 3), texts(90, 2)));
        assertThat(third.model().lineage())
                .extracting(step -> step.parent().id())
                .containsExactly("first", "second");
        assertThat(first.model().lineage()).isEmpty();
        assertThat(third.modelCard())
                .contains("Made from " + first.identity() + ": 2 steps on colours.")
                .contains("Made from " + second.identity());
    }

    @Test
    void refusesDataWithOtherLabels() {
        List<LabelledText> purple = new ArrayList<>(texts(60, 3));
        purple.add(new LabelledText("purple", "the car is purple"));
        assertThatThrownBy(() -> run(plan("second", 2, 0), first, purple, texts(90, 2)))
                .isInstanceOf(DataSetException.class)
                .hasMessage(
                        "labels of the training data must be those of " + first.identity()
                                + " to train it on, but they hold 'purple'; take data with its labels, or train without --from");
        List<LabelledText> noRed =
                texts(60, 3).stream().filter(t -> !t.label().equals("red")).toList();
        assertThatThrownBy(() -> run(plan("second", 2, 0), first, noRed, texts(90, 2)))
                .isInstanceOf(DataSetException.class)
                .hasMessageContaining("but they lack 'red'");
    }

    /** A checkpoint of a training that began with other weights is not gone on from. */
    @Test
    void aCheckpointBelongsToItsParent() throws IOException {
        ClassifierPlan plan = plan("second", 4, 1e-9);
        Path checkpoint = folder.resolve("checkpoint");
        try (ClassifierTraining training = new ClassifierTraining(
                plan, texts(60, 3), texts(90, 2), first, "test", TrainingListener.SILENT, null)) {
            training.run(2);
            training.writeCheckpoint(checkpoint);
        }
        ModelBundle other = BundleWriter.write(
                folder.resolve("other"), run(plan("other", 4, 0.01), first, texts(60, 3), texts(90, 2)));
        assertThatThrownBy(() -> new ClassifierTraining(
                        plan, texts(60, 3), texts(90, 2), other, "test", TrainingListener.SILENT, checkpoint))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("but was made with other first weights");
    }

    /** Words and layers of a language model, and a read-out of its own; the same for teachers, of one cycle each. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aClassifierBeginsWithALanguageModel(int teachers) throws IOException {
        ModelBundle words = words();
        ClassifierPlan plan = plan("begun", 2, 1e-9);
        ClassifierPlan taught = new ClassifierPlan(
                plan.id(),
                plan.shape(),
                plan.recipe(),
                teachers == 0 ? ClassifierRecipe.PLAIN : new ClassifierRecipe(0, 0, 0, 0, 0.5, 0),
                teachers,
                2,
                plan.inScopeLoss(),
                plan.data(),
                plan.command());
        BundleParts parts = run(taught, words, texts(60, 3), texts(90, 2));

        assertThat(parts.model().architecture())
                .isEqualTo(words.architecture().with(new Readout.Labels(3, Readout.Pooling.MEAN_MAX)));
        assertThat(parts.tokenizerJson()).isEqualTo(words.tokenizerJson());
        assertThat(parts.weights()).containsKeys("classifier.weight", "classifier.bias");
        words.weightValues()
                .forEach((name, values) -> assertThat(parts.weights().get(name))
                        .as(name)
                        .usingComparatorWithPrecision(1e-6f)
                        .containsExactly(values));
        assertThat(parts.model().lineage())
                .containsExactly(new LineageStep(words.identity(), LineageStep.Change.CONTINUED, "2 steps on colours"));
    }

    /** A TSA classifier from a ZTT language model: head, middle and tail become its stem and its two gated layers. */
    @Test
    void aClassifierOfAnotherKindBeginsWithTheSameLayersInTheOrderOfRunning() throws IOException {
        ModelBundle words = words();
        BundleParts parts = run(plan("routed", NetworkKind.TSA, 2, 1e-9), words, texts(60, 3), texts(90, 2));

        assertThat(NetworkKind.of(parts.model().architecture())).isEqualTo(NetworkKind.TSA);
        assertThat(parts.model().architecture().stack().layerNames()).containsExactly("head", "middle.0", "middle.1");
        Map.of(
                        "embed.token", "embed.token",
                        "head.attention.qkv.weight", "head.attention.qkv.weight",
                        "middle.0.feedForward.in.weight", "middle.0.feedForward.in.weight",
                        "middle.1.attention.qkv.weight", "tail.attention.qkv.weight",
                        "middle.1.feedForward.out.bias", "tail.feedForward.out.bias")
                .forEach((now, before) -> assertThat(parts.weights().get(now))
                        .as(now)
                        .usingComparatorWithPrecision(1e-6f)
                        .containsExactly(words.weightValues().get(before)));
    }

    private static ModelBundle words() throws IOException {
        LanguagePlan plan = new LanguagePlan(
                "words",
                new LanguagePlan.Shape(NetworkKind.ZTT, Normalization.LOWER_CASE, 300, 16, 0, 16, 2, 3, 2),
                plan("words", 4, 0).recipe(),
                new LanguageRecipe(ExitTraining.RANDOM),
                0.05,
                new TrainingData("colours", "CC0 1.0", "Nobody.", ""),
                "./fathom train");
        List<String> lines = texts(60, 4).stream().map(LabelledText::text).toList();
        try (BundleTraining training =
                new LanguageTraining(plan, lines, lines, null, "test", TrainingListener.SILENT, null)) {
            training.run(Integer.MAX_VALUE);
            return BundleWriter.write(folder.resolve("words"), training.finish().parts());
        }
    }

    /** Routers: how much is computed behind the gates of serving, and alpha, are measured on dev and on the card. */
    @Test
    void tellsHowManyGatesAreOpen() throws IOException {
        BundleParts routed = run(plan("routed", NetworkKind.TSA, 20, 0), null, texts(100, 1), texts(30, 2));
        Map<String, Double> quality = routed.model().quality();
        assertThat(quality.getOrDefault("dev.openShare", Double.NaN)).isBetween(0.0, 1.0);
        assertThat(quality.getOrDefault("dev.openShare.soft", Double.NaN)).isBetween(0.4, 0.95);
        assertThat(routed.modelCard())
                .contains(
                        "| token gates | hard, a token takes a layer if its probability of halting is below 0.5; open on"
                                + " dev: ");
    }

    private static double accuracy(ModelBundle bundle) {
        return bundle.model().quality().getOrDefault("dev.cycles2.inScopeAccuracy", Double.NaN);
    }

    private static BundleParts run(
            ClassifierPlan plan,
            @org.jspecify.annotations.Nullable ModelBundle from,
            List<LabelledText> train,
            List<LabelledText> dev)
            throws IOException {
        try (ClassifierTraining training =
                new ClassifierTraining(plan, train, dev, from, "test", TrainingListener.SILENT, null)) {
            while (!training.isDone()) {
                training.run(Integer.MAX_VALUE);
            }
            return training.finish().parts();
        }
    }

    private static ClassifierPlan plan(String id, int steps, double rate) {
        return plan(id, NetworkKind.ZTT, steps, rate);
    }

    private static ClassifierPlan plan(String id, NetworkKind kind, int steps, double rate) {
        return new ClassifierPlan(
                id,
                new ClassifierPlan.Shape(kind, 300, 16, 0, 16, 2, 3, kind.cycles() ? 2 : 1, Readout.Pooling.MEAN_MAX),
                new TrainingRecipe(steps, 16, rate == 0 ? 5e-3 : rate, 0.1, 0.01, 1, 0.98, 0.1, 0.9, 20, 100, 1),
                ClassifierRecipe.PLAIN,
                0,
                0,
                0.02,
                new TrainingData("colours", "CC0 1.0", "Nobody.", ""),
                "./fathom train");
    }

    private static List<LabelledText> texts(int records, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> labels = List.of("red", "blue", "green");
        List<String> things = List.of("the car", "a big house", "my old shoe", "this tree");
        List<LabelledText> texts = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            String label = labels.get(random.nextInt(labels.size()));
            texts.add(new LabelledText(label, things.get(random.nextInt(things.size())) + " is " + label));
        }
        return texts;
    }
}
