package io.fathom.cli.control;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fathom control}: the directives, each a command of its own. */
@Command(
        name = "control",
        description = {
            "Change budget, limits or model of a running job.",
            "",
            "Each command sends one directive to the job's control topic; with --wait it prints what became of it. A"
                    + " directive says all there is to say about its part: what it leaves out is as configured, or without"
                    + " limit."
        },
        footer = {
            "",
            "Examples:",
            "  ./fathom control set-budget --config job.yaml --tlops-per-second 2e6 --wait",
            "  ./fathom control set-limits --bootstrap-servers broker-1:9092 --max-cycles 3",
            "  ./fathom control set-model --config job.yaml --bundle my-bundle --canary-share 0.05 --wait",
        },
        subcommands = {SetBudgetCommand.class, SetLimitsCommand.class, SetModelCommand.class})
public final class ControlCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a directive is missing: set-budget, set-limits or set-model");
    }
}
