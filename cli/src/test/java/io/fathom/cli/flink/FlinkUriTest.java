package io.fathom.cli.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.core.fs.FileSystem;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlinkUriTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"plain", "with a space", "50%", "a%20b", "größe", "a+b#c"})
    void flinkWritesIntoTheFolderThatWasMeant(String name) throws IOException {
        Path meant = folder.resolve(name);
        org.apache.flink.core.fs.Path understood = new org.apache.flink.core.fs.Path(FlinkUri.of(meant));

        assertThat(FileSystem.get(understood.toUri()).mkdirs(understood)).isTrue();

        assertThat(meant).as(understood.toString()).isDirectory();
        try (var entries = Files.list(folder)) {
            assertThat(entries).containsExactly(meant);
        }
    }
}
