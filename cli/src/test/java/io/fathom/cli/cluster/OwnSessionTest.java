package io.fathom.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnSessionTest {

    /** Of the fields of {@code stat} after the name in brackets: state, parent, group, session. */
    @Test
    void aProcessLeadsItsOwnGroupAndSessionUnderTheIdThatWeKnow() throws IOException {
        List<String> command = new ArrayList<>(OwnSession.prefix());
        command.add("cat"); // stays until its input ends
        Process process = new ProcessBuilder(command).start();
        try {
            process.outputWriter().append("it runs\n").flush();
            assertThat(process.inputReader().readLine()).isEqualTo("it runs");
            String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5);
            assertThat(fields[2]).as("group").isEqualTo(String.valueOf(process.pid()));
            assertThat(fields[3]).as("session").isEqualTo(String.valueOf(process.pid()));
        } finally {
            process.destroyForcibly();
        }
    }
}
