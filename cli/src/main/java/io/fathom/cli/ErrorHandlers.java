package io.fathom.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where errors become a sentence on stderr and an exit code. */
final class ErrorHandlers implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final String INVALID = "^Invalid value for option '([^']+)'[^:]*: ";

    /** Picocli's sentences, in the form of our own: subject, rule, value. */
    private static final Map<Pattern, String> WORDINGS = Map.of(
            Pattern.compile(INVALID + "must "), "$1 must ",
            Pattern.compile(INVALID + "'(.*)' is not a (?:double|float)"), "$1 must be a number, but was '$2'",
            Pattern.compile(INVALID + "'(.*)' is not an? (?:int|long)"), "$1 must be a whole number, but was '$2'",
            Pattern.compile("^Value for option option '([^']+)' \\(([A-Z=]+)\\) should be in .* format but was (.*)"),
                    "$1 must be $2, but was '$3'",
            Pattern.compile("^Error: (.*?)(?:=[A-Z]+)?, (.*) are mutually exclusive.*"),
                    "$1 and $2 exclude each other");

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        if (debug(command)) {
            failure.printStackTrace(err);
        }
        if (args.length == 0) {
            command.usage(err);
        } else {
            String sentence = sentence(failure);
            err.println(name + ": " + sentence + (sentence.endsWith("?") ? " See '" : "; see '") + name + " --help'");
        }
        err.flush();
        return ExitCodes.USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (debug(command)) {
            failure.printStackTrace(err);
        }
        err.println(command.getCommandSpec().qualifiedName() + ": " + ErrorSentence.of(failure));
        err.flush();
        return failure instanceof CommandException known ? known.exitCode() : ExitCodes.FAILED;
    }

    private static boolean debug(CommandLine command) {
        CommandLine root = command;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return root.getCommand() instanceof Fathom fathom && fathom.debug();
    }

    private static String sentence(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        if (failure instanceof MissingParameterException missing
                && missing.getMissing().isEmpty()) {
            return "a command is missing";
        }
        String message = String.valueOf(failure.getMessage());
        for (Map.Entry<Pattern, String> wording : WORDINGS.entrySet()) {
            message = wording.getKey().matcher(message).replaceFirst(wording.getValue());
        }
        return message.startsWith("--") ? message : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    private static String unmatched(UnmatchedArgumentException failure) {
        String given = failure.getUnmatched().get(0);
        CommandLine command = failure.getCommandLine();
        Set<String> commands = command.getSubcommands().keySet();
        boolean option = failure.isUnknownOption();
        Set<String> known = option ? command.getCommandSpec().optionsMap().keySet() : commands;
        String hint = Spelling.nearest(given, known)
                .map(word -> ", did you mean '" + word + "'?")
                .orElse("");
        String kind = option ? "option" : commands.isEmpty() ? "argument" : "command";
        return "unknown " + kind + " '" + given + "'" + hint;
    }
}
