package io.fathom.cli.doctor;

import io.fathom.model.engine.DeviceChoice;
import io.fathom.model.engine.TorchEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** PyTorch's natives, and the devices that they see. */
final class EngineChecks {
    private static final String AREA = "engine";
    private static final String GPU_GUIDE = "docs/operations.md, 'GPUs'";

    private final Map<String, String> environment;
    private final boolean driver;

    /** @param driver whether this machine has a driver of NVIDIA's */
    EngineChecks(Map<String, String> environment, boolean driver) {
        this.environment = environment;
        this.driver = driver;
    }

    static EngineChecks ofThisMachine() {
        return new EngineChecks(System.getenv(), Files.exists(Path.of("/proc/driver/nvidia/version")));
    }

    List<Check> of(Supplier<TorchEnvironment> inspection, DeviceChoice wanted) {
        TorchEnvironment torch;
        try {
            torch = inspection.get();
        } catch (RuntimeException | LinkageError e) {
            return List.of(Check.broken(
                    AREA,
                    "natives",
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    "PyTorch's natives cannot be loaded: " + cure()));
        }
        List<Check> checks = new ArrayList<>();
        checks.add(Check.ok(AREA, "DJL, PyTorch", torch.djl() + ", " + torch.torch()));
        checks.add(Check.ok(AREA, "natives", torch.libraries() + source()));
        checks.add(
                torch.intraOpThreads() == 1
                        ? Check.ok(AREA, "threads of an operation", "1")
                        : Check.warning(
                                AREA,
                                "threads of an operation",
                                Integer.toString(torch.intraOpThreads()),
                                "Leave -Dai.djl.pytorch.num_threads at 1: the engine runs one worker a core."));
        if (torch.gpus().isEmpty()) {
            checks.add(noGpu(wanted));
        }
        for (TorchEnvironment.Gpu gpu : torch.gpus()) {
            checks.add(Check.ok(
                    AREA,
                    "gpu:" + gpu.index(),
                    "compute capability " + gpu.computeCapability() + ", "
                            + MemoryChecks.mebibytes(gpu.usedBytes()) + " of "
                            + MemoryChecks.mebibytes(gpu.totalBytes())
                            + " in use"));
        }
        return checks;
    }

    private Check noGpu(DeviceChoice wanted) {
        if (wanted instanceof DeviceChoice.Gpu || wanted instanceof DeviceChoice.AnyGpu) {
            return Check.broken(
                    AREA,
                    "GPUs",
                    "none",
                    driver
                            ? "There is a GPU, but these natives are for CPUs: build with -Pgpu, or point to a libtorch with"
                                    + " CUDA (" + GPU_GUIDE + ")."
                            : "No driver of NVIDIA's is loaded: install it, give the container the GPU, or use --device cpu.");
        }
        return driver && wanted instanceof DeviceChoice.Auto
                ? Check.warning(
                        AREA,
                        "GPUs",
                        "none that these natives can use",
                        "This machine has a GPU, and the CPU is used: build with -Pgpu (" + GPU_GUIDE
                                + "), or say --device cpu.")
                : Check.ok(AREA, "GPUs", "none");
    }

    /** Where the natives come from, if not from the class path. */
    private String source() {
        return environment.containsKey("PYTORCH_LIBRARY_PATH") ? " (PYTORCH_LIBRARY_PATH)" : "";
    }

    private String cure() {
        return environment.containsKey("PYTORCH_LIBRARY_PATH")
                ? "PYTORCH_LIBRARY_PATH must point to the lib folder of a libtorch of the very version of the JNI, with"
                        + " PYTORCH_VERSION and PYTORCH_FLAVOR saying which it is; unset them for the natives on the class"
                        + " path."
                : "check the folders above, and that the class path holds pytorch-native for this platform and a glibc of"
                        + " 2.28 or newer is installed.";
    }
}
