package io.fathom.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.TinyBundles;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.nn.Precision;
import io.fathom.model.nn.Weights;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryLimitTest {
    private static final int WORKERS = 2;

    @TempDir
    Path folder;

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());

    @SuppressWarnings("NullAway.Init")
    private ModelBundle bundle;

    @SuppressWarnings("NullAway.Init")
    private Weights weights;

    @BeforeEach
    void load() {
        bundle = TinyBundles.write(folder.resolve("tiny"));
        weights = bundle.loadWeights(manager);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void withoutALimitNothingChanges() {
        EngineOptions options = EngineOptions.defaults(new ExitPolicy.Fixed(1));
        assertThat(MemoryLimit.fit(options, weights)).isSameAs(options);
    }

    @Test
    void theBatchShrinksToWhatEachWorkerMayTake() {
        int width = bundle.architecture().maxTokens();
        assertThat(fitted(bytesFor(3)).maxBatchTokens()).isEqualTo(3 * width);
        assertThat(fitted(bytesFor(4) - 1).maxBatchTokens()).isEqualTo(3 * width);
        assertThat(fitted(1L << 40).maxBatchTokens())
                .as("what is configured stays the most")
                .isEqualTo(EngineOptions.defaults(new ExitPolicy.Fixed(1)).maxBatchTokens());
    }

    @Test
    void aLimitBelowOneTextIsRefusedWithTheLeast() {
        assertThatThrownBy(() -> fitted(bytesFor(1) - 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "the memory limit of the engine must be at least [0-9.]+ MiB \\(the weights, and a text"
                                + " of [0-9]+ tokens for each of 2 workers\\), but was [0-9.]+ MiB: raise it, or run fewer workers");
    }

    /** The measure counts each layer's parts: no less than the three projections and the scores of each head. */
    @Test
    void aRowIsNotUnderestimated() {
        var a = bundle.architecture();
        long layers = a.stack().middleLayers() + 2L;
        long least = layers * 4L * a.maxTokens() * (9L * a.dim() + 3L * a.heads() * a.maxTokens());
        assertThat(MemoryLimit.rowBytes(weights)).isBetween(least, 10 * least);
    }

    @Test
    void anEngineWorksWithinIt() throws Exception {
        EngineOptions options = options(bytesFor(1));
        try (ScoringEngine engine = ScoringEngines.open(bundle, options)) {
            for (int i = 0; i < 20; i++) {
                engine.submit(ScoringRequest.of("r" + i, "where is my parcel " + i))
                        .result()
                        .join();
            }
            assertThat(engine.stats().answered()).isEqualTo(20);
        }
    }

    private EngineOptions fitted(long limit) {
        return MemoryLimit.fit(options(limit), weights);
    }

    private static EngineOptions options(long limit) {
        Hardware hardware = new Hardware(DeviceChoice.CPU, Precision.FLOAT32, false, OptionalLong.of(limit));
        return EngineOptions.defaults(new ExitPolicy.Fixed(1))
                .withHardware(hardware)
                .withWorkers(WORKERS);
    }

    private long bytesFor(int rows) {
        return 8 * bundle.architecture().parameterCount() + (long) WORKERS * rows * MemoryLimit.rowBytes(weights);
    }
}
