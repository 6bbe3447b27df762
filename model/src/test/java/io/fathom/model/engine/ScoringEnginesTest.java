package io.fathom.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.BundleException;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.TinyBundles;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.nn.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
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

    /** A TaskManager that tries a model out goes on without it, and must not keep its weights. */
    @Test
    void anErrorWhileAnEngineIsOpenedLeavesNoNativeMemory() {
        ModelBundle bundle = TinyBundles.write(folder.resolve("tiny"));
        List<NDManager> managers = new ArrayList<>();
        assertThatThrownBy(() -> ScoringEngines.open(
                        bundle,
                        EngineOptions.defaults(new ExitPolicy.Fixed(1)),
                        Device.cpu(),
                        new EnginePlacement("cpu", Precision.FLOAT32, false),
                        weights -> {
                            managers.add(weights.manager());
                            throw new OutOfMemoryError("Java heap space (scripted)");
                        }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(managers).singleElement().matches(manager -> !manager.isOpen(), "closed");
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
                .hasMessage(
                        "device must be auto or cpu (PyTorch sees no GPU here), but was gpu:0: run 'fathom doctor' on"
                                + " this machine, or allow the fallback to the CPU");
        assertThatThrownBy(() -> Devices.find(DeviceChoice.parse("gpu:2"), 2))
                .hasMessageStartingWith("device must be auto, cpu, gpu or gpu:0 to gpu:1, but was gpu:2");
        assertThatThrownBy(() -> Devices.find(DeviceChoice.ANY_GPU, 0)).hasMessageContaining("but was gpu:");
    }

    @Test
    void aChoiceThatLeavesTheGpuOpenTakesTheGivenOne() {
        assertThat(Hardware.of(DeviceChoice.AUTO).given(3).device()).isEqualTo(new DeviceChoice.Gpu(3));
        assertThat(Hardware.of(DeviceChoice.parse("gpu")).given(3).device()).isEqualTo(new DeviceChoice.Gpu(3));
        assertThat(Hardware.of(DeviceChoice.parse("gpu:1")).given(3).device()).isEqualTo(new DeviceChoice.Gpu(1));
        assertThat(Hardware.of(DeviceChoice.CPU).given(3).device()).isEqualTo(DeviceChoice.CPU);
        for (String form : List.of("auto", "cpu", "gpu", "gpu:7")) {
            assertThat(DeviceChoice.parse(form)).hasToString(form);
        }
        assertThatThrownBy(() -> DeviceChoice.parse("gpu:-1"))
                .hasMessage("device must be auto, cpu, gpu or gpu:N, but was 'gpu:-1'");
    }

    /** More GPUs than any machine has. */
    private static final Hardware MISSING_GPU = Hardware.of(DeviceChoice.parse("gpu:999"));

    @Test
    void withoutItsGpuTheCpuStandsInOnlyWhereItMay() {
        ModelBundle bundle = TinyBundles.write(folder.resolve("tiny"));
        EngineOptions strict = EngineOptions.defaults(new ExitPolicy.Fixed(1)).withHardware(MISSING_GPU);
        assertThatThrownBy(() -> ScoringEngines.open(bundle, strict)).hasMessageContaining("gpu:999");
        Hardware lenient = new Hardware(MISSING_GPU.device(), Precision.FLOAT32, true, OptionalLong.empty());
        try (ScoringEngine engine = ScoringEngines.open(bundle, strict.withHardware(lenient))) {
            assertThat(engine.placement()).isEqualTo(new EnginePlacement("cpu", Precision.FLOAT32, true));
        }
    }

    @Test
    void aNarrowEngineAnswersNearlyTheSame() throws Exception {
        ModelBundle bundle = TinyBundles.write(folder.resolve("tiny"));
        List<Float> scores = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            Hardware hardware = new Hardware(DeviceChoice.CPU, precision, false, OptionalLong.empty());
            EngineOptions options =
                    EngineOptions.defaults(new ExitPolicy.Fixed(2)).withHardware(hardware);
            try (ScoringEngine engine = ScoringEngines.open(bundle, options.withWorkers(2))) {
                assertThat(engine.placement().precision()).isEqualTo(precision);
                scores.add(engine.submit(ScoringRequest.of("1", "cancel my order"))
                        .result()
                        .join()
                        .classification()
                        .score());
            }
        }
        assertThat(scores.get(1)).isCloseTo(scores.get(0), within(0.01f)).isNotEqualTo(scores.get(0));
        assertThat(scores.get(2)).isCloseTo(scores.get(0), within(0.002f)).isNotEqualTo(scores.get(0));
    }
}
