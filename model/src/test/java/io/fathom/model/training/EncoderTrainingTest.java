package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.model.base.BaseEncoder;
import io.fathom.model.base.TinyBases;
import io.fathom.model.bundle.BundleWriter;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.TrainingData;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.engine.EngineOptions;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringEngines;
import io.fathom.model.engine.ScoringRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On an encoder with random weights: what its layers tell is little, what its n-gram model tells is all. */
class EncoderTrainingTest {
    private static final List<String> THINGS = List.of("parcel", "order", "refund", "letter", "box", "shirt");

    @TempDir
    Path temp;

    private static List<LabelledText> texts(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<LabelledText> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String thing = THINGS.get(random.nextInt(THINGS.size()));
            texts.add(
                    random.nextBoolean()
                            ? new LabelledText("where", "where is my " + thing + " " + i)
                            : new LabelledText("cancel", "please cancel the " + thing + " " + i));
        }
        return texts;
    }

    private EncoderTraining training(BaseEncoder base, boolean anew, TrainingListener listener) throws IOException {
        EncoderPlan plan = new EncoderPlan(
                "tiny", DepthZeroUse.ALWAYS, 0.01, 1, new TrainingData("made up", "Apache-2.0", "", ""), "by hand");
        return new EncoderTraining(
                plan,
                base,
                texts(300, 1),
                texts(200, 2),
                "fathom test",
                listener,
                EncoderTraining.features(temp.resolve("c")),
                anew);
    }

    @Test
    void oneTrainingGivesAThinBundleWithDepthZeroAndAFrontierAndLeavesNothingBehind() throws Exception {
        BaseEncoder base = TinyBases.write(temp.resolve("base"), 1);
        AtomicInteger last = new AtomicInteger();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onStep(int step, int steps, double loss, long tokens) {
                assertThat(step).isBetween(last.get(), steps);
                last.set(step);
            }
        };
        ModelBundle bundle;
        try (EncoderTraining training = training(base, true, listener)) {
            assertThatThrownBy(training::finish).hasMessageContaining("but only 0 of 3 have");
            while (!training.isDone()) {
                training.run(10);
            }
            bundle = BundleWriter.write(temp.resolve("tiny"), training.finish().parts());
            training.deleteCheckpoints(temp.resolve("c"));
        }
        assertThat(last.get()).isEqualTo(EncoderTraining.steps(500, 3));
        assertThat(EncoderTraining.features(temp.resolve("c"))).doesNotExist();
        assertThat(bundle.base()).contains(base.reference());
        assertThat(bundle.ngrams()).isPresent();
        assertThat(bundle.frontier().orElseThrow().firstDepth()).isZero();
        assertThat(bundle.ownWeightValues().keySet()).allMatch(name -> name.startsWith("classifier."));
        assertThat(bundle.modelCard()).contains("tiny-base");
        for (int depth = 0; depth <= 3; depth++) {
            try (ScoringEngine engine =
                    ScoringEngines.open(bundle, EngineOptions.defaults(new ExitPolicy.Fixed(depth)))) {
                int right = 0;
                List<LabelledText> unseen = texts(60, 3);
                for (LabelledText text : unseen) {
                    String label = engine.submit(ScoringRequest.of("r", text.text()))
                            .result()
                            .get()
                            .classification()
                            .label();
                    right += label.equals(text.label()) ? 1 : 0;
                }
                assertThat(right).as("right of 60 at depth %d", depth).isGreaterThan(55);
            }
        }
    }

    /** Features that are on disk are not computed again; those of other texts are thrown away. */
    @Test
    void goesOnFromFeaturesThatAreThere() throws Exception {
        BaseEncoder base = TinyBases.write(temp.resolve("base"), 1);
        AtomicInteger step = new AtomicInteger();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onStep(int at, int steps, double loss, long tokens) {
                step.set(at);
            }
        };
        try (EncoderTraining training = training(base, true, listener)) {
            training.run(10);
        }
        assertThat(step.get()).isEqualTo(1);
        try (EncoderTraining training = training(base, false, listener)) {
            training.run(10);
            assertThat(step.get()).as("features and some classifiers").isGreaterThan(1);
        }
        assertThat(Files.exists(EncoderTraining.features(temp.resolve("c")))).isTrue();
        try (EncoderTraining training = training(base, true, listener)) {
            training.run(10);
            assertThat(step.get()).as("features anew").isEqualTo(1);
        }
    }
}
