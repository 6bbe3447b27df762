package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fathom.model.budget.CostModel;
import io.fathom.model.bundle.BundleParts;
import io.fathom.model.bundle.BundleWriter;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.bundle.TrainingData;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.OperatingPoint;
import io.fathom.model.depth.frontier.PointMeasurement;
import io.fathom.model.engine.EngineOptions;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringEngines;
import io.fathom.model.engine.ScoringRequest;
import io.fathom.model.engine.ScoringResult;
import io.fathom.model.text.Normalization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frontiers of language models: bits per character as quality, and of routed networks the gate as the dial. */
class LanguageFrontierTest {
    private static final List<String> DEV = TinyLog.lines(60, 2);
    /** Of the bits per character and the layers; a token whose gate is within float noise of its threshold may go either way. */
    private static final double NOISE = 5e-3;

    @TempDir
    private Path temp;

    private ModelBundle trained(NetworkKind kind) throws IOException {
        LanguagePlan plan = new LanguagePlan(
                "log",
                new LanguagePlan.Shape(kind, Normalization.NONE, 300, 24, 0, 16, 2, 3, kind.cycles() ? 3 : 1),
                new TrainingRecipe(60, 16, 1e-2, 0.1, 0.01, 1, 0.98, 0, 0.9, 20, 100, 1),
                new LanguageRecipe(ExitTraining.RANDOM),
                0.05,
                new TrainingData("log", "CC0 1.0", "Nobody.", ""),
                "./fathom train");
        try (BundleTraining training =
                new LanguageTraining(plan, TinyLog.lines(200, 1), DEV, null, "test", TrainingListener.SILENT, null)) {
            training.run(Integer.MAX_VALUE);
            BundleParts parts = training.finish().parts();
            return BundleWriter.write(temp.resolve("log"), parts);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ZTT", "TSA", "COMBINED"})
    void everyPointIsWhatTheEngineDoes(NetworkKind kind) throws Exception {
        ModelBundle bundle = trained(kind);
        List<PointMeasurement> points = LanguageFrontierStudy.measure(bundle, DEV);
        assertThat(points).hasSize(bundle.frontier().orElseThrow().size());
        for (PointMeasurement point : points) {
            EngineOptions options =
                    EngineOptions.defaults(new ExitPolicy.Point(point.index())).withWorkers(1);
            double tlops = 0;
            double tokens = 0;
            double bits = 0;
            double characters = 0;
            try (ScoringEngine engine = ScoringEngines.open(bundle, options)) {
                for (String line : DEV) {
                    ScoringResult result =
                            engine.submit(ScoringRequest.of("r", line)).result().join();
                    tlops += result.cost().tlops();
                    tokens += result.trace().tokens();
                    bits += result.surprise().bits();
                    characters += result.surprise().characters();
                }
            }
            assertThat(point.measured().cost()).as("%s", point).isCloseTo(tlops / tokens, within(NOISE));
            assertThat(point.measured().quality()).as("%s", point).isCloseTo(-bits / characters, within(NOISE));
            assertThat(point.costHolds()).as("%s on its own records", point).isTrue();
            assertThat(point.qualityHolds()).as("%s on its own records", point).isTrue();
        }
    }

    @Test
    void theGateIsTheDialOfARoutedNetwork() throws IOException {
        ModelBundle bundle = trained(NetworkKind.TSA);
        DepthFrontier frontier = bundle.frontier().orElseThrow();
        assertThat(frontier.maxCycles()).isEqualTo(1);
        assertThat(frontier.points())
                .extracting(OperatingPoint::gateThreshold)
                .allMatch(OptionalDouble::isPresent)
                .doesNotHaveDuplicates();
        CostModel costs = bundle.manifest().cost().costModel();
        assertThat(frontier.point(frontier.richest()).cost().mean())
                .isLessThanOrEqualTo(costs.executedLayers(1, 1) + 1e-9);
    }

    /** A bundle gets the frontier of other lines without being trained again. */
    @Test
    void isSolvedForAgain() throws IOException {
        ModelBundle bundle = trained(NetworkKind.ZTT);
        LanguageFrontierStudy.Solved solved = LanguageFrontierStudy.solve(bundle, TinyLog.lines(90, 3));
        assertThat(solved.parts().frontier()).contains(solved.choice().frontier());
        assertThat(solved.choice().frontier().point(0).cost().samples()).isEqualTo(90);
        assertThat(solved.parts().model()).isEqualTo(bundle.model());
    }
}
