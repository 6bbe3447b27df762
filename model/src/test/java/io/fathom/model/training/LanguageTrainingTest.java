package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fathom.model.bundle.BundleParts;
import io.fathom.model.bundle.BundleWriter;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.bundle.SurpriseCalibration;
import io.fathom.model.bundle.TaskKind;
import io.fathom.model.bundle.TinyBundles;
import io.fathom.model.bundle.TrainingData;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.engine.Answer;
import io.fathom.model.engine.EngineOptions;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringEngines;
import io.fathom.model.engine.ScoringRequest;
import io.fathom.model.text.Normalization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LanguageTrainingTest {
    private static final String COMMAND = "./fathom train --task language-model --data log.txt";
    private static final List<String> DEV = TinyLog.lines(60, 2);

    private static LanguagePlan plan(NetworkKind kind, int steps, long seed) {
        return new LanguagePlan(
                "log",
                new LanguagePlan.Shape(kind, Normalization.NONE, 300, 24, 0, 16, 2, 3, kind.cycles() ? 2 : 1),
                new TrainingRecipe(steps, 16, 1e-2, 0.1, 0.01, 1, 0.98, 0, 0.9, 20, 100, seed),
                new LanguageRecipe(ExitTraining.RANDOM),
                0.05,
                new TrainingData("log", "CC0 1.0", "Nobody.", ""),
                COMMAND);
    }

    /** What the manifest promises of dev is what the engine gives; what dev never showed is an anomaly. */
    @Test
    void makesABundleThatKeepsItsPromiseAndFindsStrangeLines(@TempDir Path folder) throws Exception {
        List<Double> losses = new ArrayList<>();
        BundleParts parts = train(plan(NetworkKind.ZTT, 120, 1), losses);
        ModelBundle bundle = BundleWriter.write(folder.resolve("log"), parts);

        assertThat(losses.get(losses.size() - 1)).isLessThan(0.5 * losses.get(0));
        assertThat(bundle.model().task()).isEqualTo(TaskKind.LANGUAGE_MODEL);
        assertThat(bundle.labels()).isEmpty();
        assertThat(bundle.calibration()).isInstanceOf(SurpriseCalibration.class);
        assertThat(bundle.modelCard())
                .contains(COMMAND)
                .contains("log, licence CC0 1.0. Nobody.")
                .contains("bits per character")
                .contains("at most 5.0 % of the dev lines");
        for (int cycles = 1; cycles <= 2; cycles++) {
            EngineOptions options =
                    EngineOptions.defaults(new ExitPolicy.Fixed(cycles)).withWorkers(1);
            try (ScoringEngine engine = ScoringEngines.open(bundle, options)) {
                double bits = 0;
                long characters = 0;
                int anomalies = 0;
                for (String line : DEV) {
                    Answer.Surprise answer = score(engine, line);
                    bits += answer.bits();
                    characters += answer.characters();
                    anomalies += answer.anomalous() ? 1 : 0;
                }
                double promised =
                        bundle.model().quality().getOrDefault("dev.cycles" + cycles + ".bitsPerCharacter", 0.0);
                assertThat(bits / characters).isCloseTo(promised, within(1e-5));
                assertThat(anomalies).as("false alarms after %d cycles", cycles).isLessThanOrEqualTo(3);
                assertThat(score(engine, "kernel panic: not syncing!").anomalous())
                        .isTrue();
                assertThat(score(engine, "").anomalous()).isFalse();
            }
        }
    }

    private static Answer.Surprise score(ScoringEngine engine, String line) throws InterruptedException {
        return engine.submit(ScoringRequest.of("r", line)).result().join().surprise();
    }

    @ParameterizedTest
    @EnumSource(NetworkKind.class)
    void everyKindOfNetworkLearns(NetworkKind kind) throws IOException {
        List<Double> losses = new ArrayList<>();
        train(plan(kind, 40, 1), losses);
        assertThat(losses.get(losses.size() - 1)).as(kind.name()).isLessThan(0.8 * losses.get(0));
    }

    @Test
    void theSameSeedGivesTheSameWeightsAndAnotherSeedOthers() throws IOException {
        Map<String, float[]> first =
                train(plan(NetworkKind.ZTT, 20, 5), new ArrayList<>()).weights();
        Map<String, float[]> again =
                train(plan(NetworkKind.ZTT, 20, 5), new ArrayList<>()).weights();
        Map<String, float[]> other =
                train(plan(NetworkKind.ZTT, 20, 6), new ArrayList<>()).weights();
        first.forEach((name, w) -> assertThat(again.get(name)).as(name).containsExactly(w));
        assertThat(other.get("embed.token")).isNotEqualTo(first.get("embed.token"));
    }

    @Test
    void aResumedTrainingEqualsAnUninterruptedOne(@TempDir Path folder) throws IOException {
        LanguagePlan plan = plan(NetworkKind.ZTT, 40, 7);
        Map<String, float[]> whole = train(plan, new ArrayList<>()).weights();
        Path file = folder.resolve("checkpoint");
        try (BundleTraining first = training(plan, TrainingListener.SILENT, null)) {
            first.run(13);
            first.writeCheckpoint(file);
        }
        try (BundleTraining second = training(plan, TrainingListener.SILENT, file)) {
            second.run(Integer.MAX_VALUE);
            Map<String, float[]> resumed = second.finish().parts().weights();
            whole.forEach((name, w) -> assertThat(resumed.get(name)).as(name).containsExactly(w));
            second.deleteCheckpoints(file);
        }
        assertThat(file).doesNotExist();
    }

    /** Weights, vocabulary and network are kept, and the way is told. */
    @Test
    void goesOnFromABundleOfItsOwnTask(@TempDir Path folder) throws IOException {
        ModelBundle parent = BundleWriter.write(
                folder.resolve("log"), train(plan(NetworkKind.TOKENFORMER, 100, 1), new ArrayList<>()));
        LanguagePlan more = plan(NetworkKind.TOKENFORMER, 20, 2);
        List<Double> losses = new ArrayList<>();
        try (BundleTraining training =
                new LanguageTraining(more, TinyLog.lines(100, 3), DEV, parent, "test", listener(losses), null)) {
            training.run(Integer.MAX_VALUE);
            BundleParts child = training.finish().parts();
            assertThat(child.model().lineage()).hasSize(1);
            assertThat(child.tokenizerJson()).isEqualTo(parent.tokenizerJson());
        }
        assertThat(losses.get(0)).isLessThan(3); // an untrained one begins with ln 300

        ModelBundle classifier = TinyBundles.write(folder.resolve("tiny"));
        assertThatThrownBy(() -> new LanguageTraining(
                        more, TinyLog.lines(20, 3), DEV, classifier, "test", TrainingListener.SILENT, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "must be a language model, but " + classifier.identity() + " is for CLASSIFICATION");
    }

    @Test
    void refusesTextsThatHoldNothing() {
        assertThatThrownBy(() -> new LanguageTraining(
                        plan(NetworkKind.ZTT, 20, 1),
                        TinyLog.lines(20, 1),
                        List.of("", ""),
                        null,
                        "test",
                        TrainingListener.SILENT,
                        null))
                .isInstanceOf(DataSetException.class)
                .hasMessage("data for a language model must hold at least one line that is not empty,"
                        + " but of its 2 lines none is");
    }

    @Test
    void refusesToMakeABundleOfWeightsThatWereNeverEvaluated() throws IOException {
        try (BundleTraining training = training(plan(NetworkKind.ZTT, 20, 1), TrainingListener.SILENT, null)) {
            training.run(1);
            assertThatThrownBy(training::finish)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("only 1 steps were run");
        }
    }

    private static BundleParts train(LanguagePlan plan, List<Double> losses) throws IOException {
        try (BundleTraining training = training(plan, listener(losses), null)) {
            while (!training.isDone()) {
                training.run(10);
            }
            return training.finish().parts();
        }
    }

    private static TrainingListener listener(List<Double> losses) {
        return new TrainingListener() {
            @Override
            public void onStep(int step, int steps, double loss, long tokens) {
                losses.add(loss);
            }
        };
    }

    private static BundleTraining training(
            LanguagePlan plan, TrainingListener listener, @org.jspecify.annotations.Nullable Path checkpoint)
            throws IOException {
        return new LanguageTraining(plan, TinyLog.lines(200, 1), DEV, null, "test", listener, checkpoint);
    }
}
