package io.fathom.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.engine.EngineOptions;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringEngines;
import io.fathom.model.engine.ScoringRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineBenchmarkTest {
    @TempDir
    Path folder;

    @Test
    void theTextsHaveTheLengthThatTheFlopsAreCountedFor() throws Exception {
        ModelBundle bundle = SyntheticBundle.write(folder, 32, new ExitPolicy.Fixed(1), 3);
        EngineOptions options = EngineOptions.defaults(bundle.exitPolicy()).withWorkers(1);
        try (ScoringEngine engine = ScoringEngines.open(bundle, options)) {
            for (String text : SyntheticBundle.texts(3, 50)) {
                int tokens = engine.submit(ScoringRequest.of("t", text))
                        .result()
                        .join()
                        .trace()
                        .tokens();
                assertThat(tokens).isEqualTo(SyntheticBundle.TOKENS);
            }
            EngineLoad.Rate rate = EngineLoad.measure(
                    engine, 1, SyntheticBundle.texts(3, 50), Duration.ofMillis(50), Duration.ofSeconds(1));
            assertThat(rate.recordsPerSecond()).isPositive();
            assertThat(rate.meanCycles()).isEqualTo(1);
            assertThat(rate.tlopsPerRecord()).isEqualTo(SyntheticBundle.TOKENS * (1.0 + 2 + 1));
        }
    }

    @Test
    void theAdaptiveBundleSavesCycles() throws Exception {
        ModelBundle bundle = SyntheticBundle.writeAdaptive(folder, 32, 3);
        EngineOptions options = EngineOptions.defaults(bundle.exitPolicy()).withWorkers(1);
        try (ScoringEngine engine = ScoringEngines.open(bundle, options)) {
            EngineLoad.Rate rate = EngineLoad.measure(
                    engine, 1, SyntheticBundle.texts(4, 200), Duration.ofMillis(50), Duration.ofSeconds(1));
            assertThat(rate.meanCycles()).isBetween(2.0, 3.9);
        }
    }
}
