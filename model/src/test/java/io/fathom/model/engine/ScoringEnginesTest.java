package io.fathom.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.fathom.model.bundle.BundleException;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.TinyBundles;
import io.fathom.model.depth.ExitPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringEnginesTest {
    @TempDir
    Path folder;

    @Test
    void servesABundle() throws Exception {
        ModelBundle bundle = TinyBundles.write(folder.resolve("tiny"));
        try (ScoringEngine engine = ScoringEngines.open(
                bundle.folder(), EngineOptions.defaults(bundle.exitPolicy()).withWorkers(2))) {
            assertThat(engine.model()).isEqualTo(bundle.identity());
            assertThat(engine.maxCycles()).isEqualTo(TinyBundles.MAX_CYCLES);
            ScoringResult result = engine.submit(ScoringRequest.of("1", "Where is my parcel?"))
                    .result()
                    .join();
            assertThat(TinyBundles.LABELS).contains(result.classification().label());
            assertThat(result.classification().label()).isNotEqualTo("oos");
            assertThat(result.classification().score()).isBetween(0f, 1f);
            assertThat(result.trace().tokens()).isGreaterThan(4);
        }
    }

    @Test
    void theSameTextGetsTheSameAnswerInEveryEngineOfABundle() throws Exception {
        ModelBundle bundle = TinyBundles.write(folder.resolve("tiny"));
        List<ScoringResult> results = new ArrayList<>();
        for (int workers = 1; workers <= 2; workers++) {
            EngineOptions options =
                    EngineOptions.defaults(new ExitPolicy.Fixed(2)).withWorkers(workers);
            try (ScoringEngine engine = ScoringEngines.open(bundle, options)) {
                results.add(engine.submit(ScoringRequest.of("1", "cancel my order"))
                        .result()
                        .join());
            }
        }
        assertThat(results.get(0).classification().alternatives())
                .isEqualTo(results.get(1).classification().alternatives());
        assertThat(results.get(0).trace()).isEqualTo(results.get(1).trace());
    }

    @Test
    void aFolderWithoutABundleIsRefused() {
        assertThatThrownBy(() ->
                        ScoringEngines.open(folder.resolve("nothing"), EngineOptions.defaults(new ExitPolicy.Fixed(1))))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("nothing");
    }

    @Test
    void autoTakesTheFirstGpuIfThereIsOne() {
        assertThat(Devices.find(DeviceChoice.AUTO, 0)).isEqualTo(Device.cpu());
        assertThat(Devices.find(DeviceChoice.AUTO, 2)).isEqualTo(Device.gpu(0));
        assertThat(Devices.find(DeviceChoice.CPU, 2)).isEqualTo(Device.cpu());
        assertThat(Devices.find(DeviceChoice.parse("gpu:1"), 2)).isEqualTo(Device.gpu(1));
    }

    @Test
    void aGpuThatIsNotThereIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> Devices.find(DeviceChoice.parse("gpu:0"), 0))
                .hasMessage("device must be auto or cpu (PyTorch sees no GPU here), but was gpu:0");
        assertThatThrownBy(() -> Devices.find(DeviceChoice.parse("gpu:2"), 2))
                .hasMessage("device must be auto, cpu or gpu:0 to gpu:1, but was gpu:2");
    }
}
