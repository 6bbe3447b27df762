package io.fathom.cli.doctor;

import io.fathom.cli.ExitCodes;
import io.fathom.cli.options.BundleOption;
import io.fathom.cli.options.HardwareFlags;
import io.fathom.model.engine.TorchEnvironment;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fathom doctor}. */
@Command(
        name = "doctor",
        description = {
            "Look at this machine: Java, memory, folders, PyTorch's natives, GPUs, and whether the bundle gives the answers"
                    + " that it should. Says what is wrong and what to do about it.",
            "The exit code is 1 if something does not work; warnings are no reason."
        },
        footer = {
            "",
            "Examples:",
            "  ./fathom doctor",
            "  ./fathom doctor --device gpu:0 --precision bfloat16",
            "  ./fathom doctor --bundle my-bundle --json",
        })
public final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private BundleOption bundle = new BundleOption();

    @Mixin
    private HardwareFlags hardware = new HardwareFlags();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        List<Check> checks = new ArrayList<>();
        checks.addAll(JvmChecks.of(
                Runtime.version().feature(),
                System.getenv(),
                Runtime.getRuntime().availableProcessors()));
        checks.addAll(MemoryChecks.ofThisProcess());
        checks.addAll(FolderChecks.of(Path.of(System.getProperty("java.io.tmpdir")), TorchEnvironment.cacheFolder()));
        checks.addAll(EngineChecks.ofThisMachine().of(TorchEnvironment::inspect, hardware.device()));
        if (new DoctorReport(checks).healthy()) { // an engine that cannot be loaded can crash the process
            checks.addAll(BundleChecks.of(bundle::read, hardware.toHardware()));
        }
        DoctorReport report = new DoctorReport(checks);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report.json());
        } else {
            report.text().forEach(out::println);
        }
        return report.healthy() ? ExitCodes.DONE : ExitCodes.FAILED;
    }
}
