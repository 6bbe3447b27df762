package io.fathom.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.cli.doctor.Check.Status;
import io.fathom.model.engine.DeviceChoice;
import io.fathom.model.engine.TorchEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksTest {
    private static final long GIB = 1L << 30;
    private static final Map<String, String> LAUNCHER = Map.of("OMP_NUM_THREADS", "1", "OMP_WAIT_POLICY", "PASSIVE");
    private static final TorchEnvironment CPU_ONLY = new TorchEnvironment("0.35.1", "2.7.1", "/lib", 1, List.of());

    @Test
    void anOldJavaIsBrokenAndSpinningThreadsAreAWarning() {
        assertThat(JvmChecks.of(17, LAUNCHER, 4)).allMatch(check -> check.status() == Status.OK);
        assertThat(status(JvmChecks.of(11, LAUNCHER, 4), "JDK")).isEqualTo(Status.BROKEN);
        List<Check> bare = JvmChecks.of(21, Map.of(), 4);
        assertThat(status(bare, "OMP_NUM_THREADS")).isEqualTo(Status.WARNING);
        assertThat(status(bare, "OMP_WAIT_POLICY")).isEqualTo(Status.WARNING);
        Map<String, String> spinless = Map.of("GOMP_SPINCOUNT", "0", "OMP_NUM_THREADS", "8");
        assertThat(status(JvmChecks.of(21, spinless, 4), "OMP_WAIT_POLICY")).isEqualTo(Status.OK);
        assertThat(status(JvmChecks.of(21, spinless, 4), "OMP_NUM_THREADS")).isEqualTo(Status.WARNING);
    }

    @Test
    void aHeapThatLeavesNativesNoRoomIsAWarning() {
        assertThat(status(MemoryChecks.of(3 * GIB, 3 * GIB, 4 * GIB), "heap")).isEqualTo(Status.OK);
        assertThat(status(MemoryChecks.of(3 * GIB + 1, 3 * GIB, 4 * GIB), "heap"))
                .isEqualTo(Status.WARNING);
    }

    @Test
    void aFolderThatCannotBeWrittenToIsBroken(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        List<Check> checks = FolderChecks.of(folder, file.resolve("below-a-file"));
        assertThat(checks).extracting(Check::status).containsExactly(Status.OK, Status.BROKEN);
        assertThat(checks.get(1).advice()).contains("DJL_CACHE_DIR");
        assertThat(folder).isDirectoryNotContaining("glob:**fathom-doctor*");
    }

    @Test
    void nativesThatCannotBeLoadedAreBrokenWithAReason() {
        List<Check> checks = new EngineChecks(Map.of("PYTORCH_LIBRARY_PATH", "/opt/libtorch/lib"), false)
                .of(
                        () -> {
                            throw new UnsatisfiedLinkError("libtorch_cpu.so: undefined symbol\nmore");
                        },
                        DeviceChoice.AUTO);
        assertThat(checks).singleElement().satisfies(check -> {
            assertThat(check.status()).isEqualTo(Status.BROKEN);
            assertThat(check.value()).isEqualTo("libtorch_cpu.so: undefined symbol");
            assertThat(check.advice()).contains("PYTORCH_VERSION", "PYTORCH_FLAVOR");
        });
    }

    @Test
    void aGpuThatIsNotThereIsBrokenOnlyIfItIsAskedFor() {
        assertThat(gpus(false, DeviceChoice.AUTO).status()).isEqualTo(Status.OK);
        assertThat(gpus(false, DeviceChoice.CPU).status()).isEqualTo(Status.OK);
        assertThat(gpus(true, DeviceChoice.AUTO).status()).isEqualTo(Status.WARNING);
        assertThat(gpus(true, DeviceChoice.CPU).status()).isEqualTo(Status.OK);
        assertThat(gpus(true, DeviceChoice.ANY_GPU).advice()).contains("-Pgpu");
        assertThat(gpus(false, DeviceChoice.parse("gpu:1")).advice()).contains("driver");
    }

    @Test
    void gpusAreListed() {
        TorchEnvironment.Gpu gpu = new TorchEnvironment.Gpu(1, "9.0", 80 * GIB, 2 * GIB);
        TorchEnvironment torch = new TorchEnvironment("0.32.0", "2.5.1", "/lib", 4, List.of(gpu));
        List<Check> checks = new EngineChecks(Map.of(), true).of(() -> torch, DeviceChoice.AUTO);
        assertThat(checks)
                .contains(Check.ok("engine", "gpu:1", "compute capability 9.0, 2,048 MiB of 81,920 MiB in use"));
        assertThat(status(checks, "threads of an operation")).isEqualTo(Status.WARNING);
    }

    private static Check gpus(boolean driver, DeviceChoice wanted) {
        return new EngineChecks(Map.of(), driver)
                .of(() -> CPU_ONLY, wanted).stream()
                        .filter(check -> check.name().equals("GPUs"))
                        .findFirst()
                        .orElseThrow();
    }

    private static Status status(List<Check> checks, String name) {
        return checks.stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow()
                .status();
    }
}
