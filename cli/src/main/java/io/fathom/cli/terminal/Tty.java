package io.fathom.cli.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which streams of this process are a terminal. The launcher asks the shell and passes the answer on as system properties:
 * Java itself cannot tell, since {@code System.console()} speaks of input and output together, and from Java 22 on exists
 * without a terminal too.
 */
public final class Tty {

    private Tty() {}

    /** Standard output is a terminal. */
    public static boolean output() {
        return Boolean.getBoolean("fathom.tty.out");
    }

    /** Standard error is a terminal. */
    public static boolean errors() {
        return Boolean.getBoolean("fathom.tty.err");
    }

    /** What the user pipes in: standard input, wherever the launcher has moved it to make room for the terminal. */
    public static InputStream pipedInput() throws IOException {
        String moved = System.getProperty("fathom.stdin");
        return moved == null ? System.in : Files.newInputStream(Path.of(moved));
    }

    /** Standard output is a terminal, and the environment does not ask for plain text on it. */
    public static boolean drawable() {
        String noColor = System.getenv("NO_COLOR");
        String term = System.getenv("TERM");
        boolean plain =
                (noColor != null && !noColor.isEmpty()) || term == null || term.isEmpty() || term.equals("dumb");
        return output() && !plain;
    }
}
