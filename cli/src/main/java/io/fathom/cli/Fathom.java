package io.fathom.cli;

import io.fathom.cli.calibrate.CalibrateCommand;
import io.fathom.cli.cluster.ClusterCommand;
import io.fathom.cli.control.ControlCommand;
import io.fathom.cli.demo.DemoCommand;
import io.fathom.cli.doctor.DoctorCommand;
import io.fathom.cli.evaluate.EvaluateCommand;
import io.fathom.cli.grow.GrowCommand;
import io.fathom.cli.importer.ImportCommand;
import io.fathom.cli.inspect.InspectCommand;
import io.fathom.cli.pack.PackCommand;
import io.fathom.cli.reference.ReferenceCommand;
import io.fathom.cli.replay.ReplayCommand;
import io.fathom.cli.reproduce.ReproduceCommand;
import io.fathom.cli.run.RunCommand;
import io.fathom.cli.score.ScoreCommand;
import io.fathom.cli.terminal.Tty;
import io.fathom.cli.train.TrainCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of the {@code fathom} command. */
@Command(
        name = "fathom",
        version = Version.NAME,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        description = "Scores streams of text with transformers that choose their own depth.",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "The launcher has two more:",
            "  test      Run the whole test suite.",
            "  bench     Measure this machine: bench --help.",
            "",
            "Example:",
            "  ./fathom demo",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage", "130:stopped by Ctrl-C"},
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            ControlCommand.class,
            ClusterCommand.class,
            ImportCommand.class,
            TrainCommand.class,
            CalibrateCommand.class,
            EvaluateCommand.class,
            ScoreCommand.class,
            InspectCommand.class,
            PackCommand.class,
            DoctorCommand.class,
            ReplayCommand.class,
            GrowCommand.class,
            ReproduceCommand.class,
            ReferenceCommand.class
        })
public final class Fathom {

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show stack traces of errors, and the log on the terminal.")
    private boolean debug;

    boolean debug() {
        return debug;
    }

    /** A command line that writes to the given streams and touches nothing of the process. */
    public static CommandLine commandLine(PrintStream out, PrintStream err) {
        ErrorHandlers errors = new ErrorHandlers();
        return new CommandLine(new Fathom())
                .setOut(utf8(out))
                .setErr(utf8(err))
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors);
    }

    /** Says what is wrong with a command line, and does nothing where it is right. */
    static CommandLine onlyParsing(PrintStream err) {
        return commandLine(err, err).setExecutionStrategy(parsed -> ExitCodes.DONE);
    }

    private static PrintWriter utf8(PrintStream stream) {
        // Of the stream itself, not of a writer around it: only so does checkError() hear of a closed pipe.
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    public static void main(String[] args) {
        // Before the first logger is made: the log goes to a file, and to the terminal only if asked for.
        if (Arrays.asList(args).contains("--debug")) {
            System.setProperty("fathom.console.level", "INFO");
        }
        if (Boolean.getBoolean("fathom.parse.only")) {
            System.exit(onlyParsing(System.err).execute(args));
        }
        int exitCode = commandLine(System.out, System.err)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Tty.drawable() ? Ansi.ON : Ansi.OFF))
                .execute(args);
        // Flink and Kafka leave threads behind that are no reason to stay.
        System.exit(exitCode);
    }
}
