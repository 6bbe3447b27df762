package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.BundleWriter;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.TinyBundles;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitProbe;
import io.fathom.model.depth.ExitSignal;
import io.fathom.model.depth.ProbeInputs;
import io.fathom.model.engine.EngineOptions;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringEngines;
import io.fathom.model.engine.ScoringRequest;
import io.fathom.model.ngram.NgramModel;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Weights;
import io.fathom.model.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What policies and probes are fitted on is what the engine gives them. */
class ExitOutcomesTest {
    private static final float NOISE = 1e-5f;

    @TempDir
    private Path temp;

    @ParameterizedTest(name = "depth zero: {0}")
    @ValueSource(booleans = {false, true})
    void theEngineSeesTheSignalsThatTheFitSaw(boolean depthZero) throws InterruptedException {
        ModelBundle tiny = TinyBundles.write(temp.resolve("tiny"), 3);
        List<LabelledText> records = records(tiny, 1);
        Optional<NgramModel> ngrams = depthZero
                ? Optional.of(DepthZeroTraining.of(tiny.labels(), records(tiny, 2), records))
                : Optional.empty();
        Recalibration calibrated = Recalibration.of(tiny, records, ngrams, 0.01, 0.005, "test");
        ModelBundle bundle = BundleWriter.write(temp.resolve("calibrated"), calibrated.parts());
        ExitProbe probe = ExitProbe.among(bundle.probes(), ProbeInputs.BOTH);
        ExitPolicy never =
                new ExitPolicy.Probe(ProbeInputs.BOTH, 1, bundle.architecture().maxCycles());

        ExitOutcomes outcomes;
        try (NDManager manager = NDManager.newBaseManager();
                Tokenizer tokenizer = bundle.openTokenizer();
                Weights weights = bundle.loadWeights(manager)) {
            TrainingSet set = TrainingSet.of(bundle, tokenizer, records);
            outcomes = ExitOutcomes.of(
                    SignalStudy.logits(bundle, CycledTransformer.forInference(weights), manager, set),
                    SignalStudy.calibration(bundle),
                    set.outOfScope(),
                    set.labelIndices());
        }
        int unchanged = 0;
        try (ScoringEngine engine =
                ScoringEngines.open(bundle, EngineOptions.defaults(never).withWorkers(1))) {
            for (int r = 0; r < records.size(); r++) {
                List<ExitSignal> seen = engine.submit(
                                ScoringRequest.of("r" + r, records.get(r).text()))
                        .result()
                        .join()
                        .trace()
                        .signals();
                assertThat(seen).as("one a cycle").hasSize(outcomes.lastDepth());
                for (int c = 1 - outcomes.firstDepth(); c < outcomes.depths(); c++) {
                    ExitSignal expected = outcomes.signals()[c][r];
                    ExitSignal actual = seen.get(expected.cycle() - 1);
                    String at = "record " + r + ", cycle " + expected.cycle();
                    assertThat(actual.cycle()).as(at).isEqualTo(expected.cycle());
                    assertThat(actual.zeroAttention()).as(at).isCloseTo(expected.zeroAttention(), within(NOISE));
                    assertThat(actual.correctedZeroAttention())
                            .as(at)
                            .isCloseTo(expected.correctedZeroAttention(), within(NOISE));
                    assertThat(actual.confidence()).as(at).isCloseTo(expected.confidence(), within(NOISE));
                    assertThat(actual.entropy()).as(at).isCloseTo(expected.entropy(), within(NOISE));
                    assertThat(actual.unchanged()).as(at).isEqualTo(expected.unchanged());
                    assertThat(actual.settled())
                            .as(at)
                            .isCloseTo(probe.settled(expected.cycle(), outcomes.features()[c][r]), within(1e-4f));
                    unchanged += actual.unchanged();
                }
            }
        }
        int most = records.size() * outcomes.depths() * (outcomes.depths() - 1) / 2;
        assertThat(unchanged).as("some answers change and some do not").isBetween(1, most - 1);
    }

    /** Labels at random: what is fitted does not matter here, only that both sides see the same. */
    private static List<LabelledText> records(ModelBundle bundle, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> words = List.of("where", "is", "my", "parcel", "order", "cancel", "refund", "please", "status");
        List<LabelledText> records = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            StringBuilder text = new StringBuilder();
            for (int w = 0; w <= random.nextInt(6); w++) {
                text.append(words.get(random.nextInt(words.size()))).append(' ');
            }
            String label = bundle.labels().get(random.nextInt(bundle.labels().size()));
            records.add(new LabelledText(label, text.toString()));
        }
        return records;
    }
}
