package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fathom.model.bundle.BundleWriter;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.TinyBundles;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitScore;
import io.fathom.model.depth.OperatingPoint;
import io.fathom.model.depth.frontier.PointMeasurement;
import io.fathom.model.engine.EngineOptions;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringEngines;
import io.fathom.model.engine.ScoringRequest;
import io.fathom.model.engine.ScoringResult;
import io.fathom.model.ngram.NgramModel;
import io.fathom.model.statistics.Estimate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the study follows through one run to full depth is what the engine does point by point. */
class FrontierStudyTest {
    private static final float NEVER = Float.POSITIVE_INFINITY;

    @TempDir
    private Path temp;

    private static List<LabelledText> records() {
        List<LabelledText> records = new ArrayList<>();
        String[] words = {"where", "is", "my", "parcel", "cancel", "order", "refund", "please", "status", "the"};
        for (int i = 0; i < 60; i++) {
            StringBuilder text = new StringBuilder();
            for (int w = 0; w <= i % 7; w++) {
                text.append(words[(i * 7 + w * 3) % words.length]).append(' ');
            }
            records.add(new LabelledText(TinyBundles.LABELS.get(i % TinyBundles.LABELS.size()), text.toString()));
        }
        return records;
    }

    private static OperatingPoint point(double place, Float... thresholds) {
        return new OperatingPoint(
                List.of(thresholds),
                OptionalDouble.empty(),
                new Estimate(place, place, place, 60),
                new Estimate(place, place, place, 60));
    }

    private static DepthFrontier frontier(ExitScore score) {
        return new DepthFrontier(
                score,
                List.of(
                        point(1, 0f, 0f),
                        score == ExitScore.NONE ? point(2, NEVER, 0f) : point(2, 0.4f, 0.45f),
                        point(3, NEVER, NEVER)));
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "ZERO_ATTENTION", "CONFIDENCE", "CERTAINTY", "PROBE"})
    void agreesWithTheEngine(ExitScore score) throws InterruptedException {
        ModelBundle bundle =
                BundleWriter.write(temp.resolve("tiny"), TinyBundles.parts(3).with(Optional.of(frontier(score))));
        List<PointMeasurement> points = FrontierStudy.of(bundle, records());
        assertThat(points).hasSize(3);
        assertAgree(points, bundle);
    }

    /** Records that leave before the first layer, and others whose answers are the mix; the n-gram model is in the bill. */
    @ParameterizedTest
    @EnumSource(names = {"NONE", "ZERO_ATTENTION", "CONFIDENCE", "CERTAINTY", "PROBE"})
    void agreesWithTheEngineAtDepthZero(ExitScore score) throws InterruptedException {
        ModelBundle plain = TinyBundles.write(temp.resolve("plain"), 3);
        List<LabelledText> learnt = records().stream()
                .map(record -> new LabelledText(record.label(), record.text() + "now"))
                .toList();
        NgramModel ngrams = DepthZeroTraining.of(plain.labels(), learnt, records());
        Recalibration calibrated = Recalibration.of(plain, records(), Optional.of(ngrams), 0.01, 0.005, "test");
        double between = 0.35;
        DepthFrontier frontier = new DepthFrontier(
                score,
                0,
                List.of(
                        point(1, 0f, 0f, 0f),
                        score == ExitScore.NONE
                                ? point(2, NEVER, 0f, 0f)
                                : point(2, (float) between, (float) between, (float) between),
                        point(3, NEVER, NEVER, NEVER)));
        ModelBundle bundle =
                BundleWriter.write(temp.resolve("zero"), calibrated.parts().with(Optional.of(frontier)));
        List<PointMeasurement> points = FrontierStudy.of(bundle, records());
        assertThat(points).hasSize(3);
        assertThat(points.get(0).measured().cost())
                .isGreaterThanOrEqualTo(
                        bundle.calibration().depthZero().orElseThrow().tlopsPerToken() * 0.9);
        assertAgree(points, bundle);
    }

    private static void assertAgree(List<PointMeasurement> points, ModelBundle bundle) throws InterruptedException {
        for (PointMeasurement point : points) {
            EngineOptions options =
                    EngineOptions.defaults(new ExitPolicy.Point(point.index())).withWorkers(1);
            double tlops = 0;
            double tokens = 0;
            double right = 0;
            try (ScoringEngine engine = ScoringEngines.open(bundle, options)) {
                for (LabelledText record : records()) {
                    ScoringResult result = engine.submit(ScoringRequest.of("r", record.text()))
                            .result()
                            .join();
                    tlops += result.cost().tlops();
                    tokens += result.trace().tokens();
                    boolean outside = record.label().equals("oos");
                    right += outside == result.classification().outOfScope()
                                    && (outside
                                            || result.classification().label().equals(record.label()))
                            ? 1
                            : 0;
                }
            }
            assertThat(point.measured().cost()).as("%s", point).isCloseTo(tlops / tokens, within(1e-9));
            assertThat(point.measured().quality()).as("%s", point).isCloseTo(right / 60, within(1e-9));
        }
    }

    @Test
    void aBundleWithoutAFrontierHasNothingToMeasure() {
        assertThat(FrontierStudy.of(TinyBundles.write(temp.resolve("tiny")), records()))
                .isEmpty();
    }
}
