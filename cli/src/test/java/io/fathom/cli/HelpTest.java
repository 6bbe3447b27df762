package io.fathom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
    private static final int NARROW = 60;

    private static CommandLine root() {
        PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return Fathom.commandLine(silent, silent);
    }

    static Stream<String> commands() {
        return root().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithAnExample(String command) {
        Ran ran = Ran.fathom(command, "--help");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("Usage: fathom " + command, "Example", "./fathom " + command, "--debug");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpFitsANarrowTerminal(String command) {
        StringWriter help = new StringWriter();
        Objects.requireNonNull(root().getSubcommands().get(command))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(NARROW)
                .usage(new PrintWriter(help));
        assertThat(help.toString()
                        .lines()
                        .filter(line -> !line.startsWith("  ./fathom")
                                && !line.startsWith("  echo")
                                && !line.startsWith("  tail")))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(NARROW));
    }

    @Test
    void saysItsVersion() {
        assertThat(Ran.fathom("--version").out().trim()).isEqualTo(Version.NAME);
    }
}
