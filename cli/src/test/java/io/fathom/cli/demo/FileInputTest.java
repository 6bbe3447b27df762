package io.fathom.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileInputTest {
    @TempDir
    private Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("in.txt"), content);
    }

    @Test
    void aTextALine() throws IOException {
        FileInput input = FileInput.open(file("first\n\nthird\n"));

        assertThat(input.size()).isEqualTo(3);
        assertThat(input.next()).contains(new DemoInput.Text("first", Optional.empty()));
        assertThat(input.next()).contains(new DemoInput.Text("", Optional.empty()));
        assertThat(input.next()).contains(new DemoInput.Text("third", Optional.empty()));
        assertThat(input.next()).isEmpty();
    }

    @Test
    void aLabelAndATextALine() throws IOException {
        FileInput input = FileInput.open(file("greeting\thello\noos\t\n"));

        assertThat(input.next()).contains(new DemoInput.Text("hello", Optional.of("greeting")));
        assertThat(input.next()).contains(new DemoInput.Text("", Optional.of("oos")));
        assertThat(input.next()).isEmpty();
    }

    @Test
    void namesTheLineThatIsNotLikeTheOthers() throws IOException {
        Path mixed = file("greeting\thello\nno label here\n");
        assertThatThrownBy(() -> FileInput.open(mixed))
                .hasMessageContaining("line 2")
                .hasMessageContaining("no tab");

        Path late = file("hello\nhello again\ngreeting\thello\n");
        assertThatThrownBy(() -> FileInput.open(late))
                .hasMessageContaining("line 3")
                .hasMessageContaining("a tab");
    }

    @Test
    void refusesWhatIsNoFile() throws IOException {
        Path empty = file("");
        assertThatThrownBy(() -> FileInput.open(empty)).hasMessageContaining("empty");
        assertThatThrownBy(() -> FileInput.open(folder.resolve("none.txt")))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> FileInput.open(folder)).hasMessageContaining("is a folder");
    }

    @Test
    void refusesBytesThatAreNotUtf8() throws IOException {
        Path latin = Files.write(folder.resolve("latin.txt"), new byte[] {'c', 'a', 'f', (byte) 0xE9, '\n'});
        assertThatThrownBy(() -> FileInput.open(latin)).hasMessageContaining("UTF-8");
    }
}
