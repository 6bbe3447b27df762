package io.fathom.cli;

/** A failure that the user can mend. The message is the one sentence to print: subject, rule, actual value, next step. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    private CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** What the user asked for cannot be meant: exit code 2. */
    public static CommandException usage(String message) {
        return new CommandException(ExitCodes.USAGE, message);
    }

    /** The request was fine, carrying it out was not: exit code 1. */
    public static CommandException failed(String message) {
        return new CommandException(ExitCodes.FAILED, message);
    }

    /** As {@link #failed(String)}, with the exception that {@code --debug} shows. */
    public static CommandException failed(String message, Throwable cause) {
        return new CommandException(ExitCodes.FAILED, message, cause);
    }

    public int exitCode() {
        return exitCode;
    }
}
