package io.fathom.cli.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fathom.cli.terminal.Interruption;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupTest {
    private static final Path TEMPLATES = Path.of("..", "deploy", "local-cluster");

    @TempDir
    private Path path;

    private static List<Long> children() {
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .toList();
    }

    @Test
    void aProcessThatCannotBeWrittenDownIsNotLeftAlone() throws Exception {
        Files.createDirectories(path.resolve("cluster.json.new")); // in the way of what is to be written
        List<Long> before = children();
        Installation installation = new Installation(TEMPLATES, path.resolve("job.jar"), "none.jar");
        try (Interruption interruption = Interruption.listen()) {
            Startup startup = new Startup(new ClusterFolder(path), installation, interruption);
            assertThatThrownBy(() -> startup.up(1, 1, FreePorts.find(6))).isInstanceOf(UncheckedIOException.class);
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> before.containsAll(children()));
    }
}
