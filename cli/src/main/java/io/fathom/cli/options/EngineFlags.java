package io.fathom.cli.options;

import io.fathom.cli.CommandException;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitPolicySyntax;
import io.fathom.model.depth.ExitProbe;
import io.fathom.model.engine.EngineOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --exit-policy}, {@code --workers} and the {@link HardwareFlags}: how the engine runs. */
public final class EngineFlags {

    @Option(
            names = "--exit-policy",
            paramLabel = "POLICY",
            converter = ExitPolicyConverter.class,
            description = "What decides the depth of a record: " + ExitPolicySyntax.FORMS + "; a second number behind a"
                    + " threshold is the least number of cycles. Default: what the bundle recommends.")
    private @Nullable ExitPolicy exitPolicy;

    @Mixin
    private HardwareFlags hardware = new HardwareFlags();

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "0",
            converter = WorkersConverter.class,
            description = "Worker threads of the engine; 0 means one per core, or one on a GPU. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int workers;

    /**
     * The policy asked for, or the bundle's own.
     *
     * @throws CommandException if it asks for more cycles than the model has, or for a probe or a point that the bundle lacks
     */
    public ExitPolicy exitPolicy(ModelBundle bundle) {
        int most = bundle.architecture().maxCycles();
        if (exitPolicy instanceof ExitPolicy.Fixed fixed && fixed.cycles() > most) {
            throw CommandException.usage("--exit-policy must ask for at most " + most + " cycles (what the model "
                    + bundle.identity().id() + " has), but was fixed:" + fixed.cycles());
        }
        if (exitPolicy == null) {
            return bundle.exitPolicy();
        }
        try {
            exitPolicy
                    .resolved(bundle.frontier())
                    .probe()
                    .ifPresent(inputs -> ExitProbe.among(bundle.probes(), inputs));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--exit-policy cannot be followed: " + e.getMessage());
        }
        return exitPolicy;
    }

    public HardwareFlags hardware() {
        return hardware;
    }

    /** Worker threads, 0 for one per core, or one on a GPU. */
    public int workers() {
        return workers;
    }

    /** The engine's options for this bundle. */
    public EngineOptions toEngineOptions(ModelBundle bundle) {
        return EngineOptions.defaults(exitPolicy(bundle))
                .withHardware(hardware.toHardware())
                .withWorkers(workers);
    }

    private static final class WorkersConverter implements ITypeConverter<Integer> {
        private static final int MOST = 1024;

        @Override
        public Integer convert(String value) {
            return WholeNumber.parse(value, 0, MOST);
        }
    }
}
