package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TsvReaderTest {
    private final Path file;

    TsvReaderTest(@TempDir Path folder) {
        file = folder.resolve("data.tsv");
    }

    @Test
    void readsLabelsAndTextsInOrder() throws IOException {
        Files.writeString(file, "b\thello\r\na\t\n\na\tübung 日本\n");
        assertThat(TsvReader.read(file))
                .containsExactly(
                        new LabelledText("b", "hello"), new LabelledText("a", ""), new LabelledText("a", "übung 日本"));
    }

    /** Some editors put one in front; it would make the first record a class of its own. */
    @Test
    void aByteOrderMarkIsNoPartOfTheFirstLabel() throws IOException {
        Files.writeString(file, "\uFEFFa\thello\n");
        assertThat(TsvReader.read(file)).containsExactly(new LabelledText("a", "hello"));
    }

    @Test
    void namesFileAndLineOfEveryMistake() throws IOException {
        Files.writeString(file, "a\tfine\nno tab here\n");
        assertRefused("line 2 of '" + file + "' must be label<TAB>text, but it has no tab: 'no tab here'");
        Files.writeString(file, "\ttext\n");
        assertRefused("line 1 of '" + file + "' must be label<TAB>text, but its label is blank: '\ttext'");
        Files.writeString(file, "a\tfine\n \ttext\n");
        assertRefused("line 2 of '" + file + "' must be label<TAB>text, but its label is blank: ' \ttext'");
        Files.writeString(file, "a\tb\tc\n");
        assertRefused("line 1 of '" + file + "' must be label<TAB>text with a single tab, but it has more: 'a\tb\tc'");
        Files.writeString(file, "\n\n");
        assertRefused("data file '" + file + "' must hold lines of label<TAB>text, but it is empty");
        Files.write(file, "a\tcaf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("data file '" + file + "' must be UTF-8, but it holds other bytes");
        Files.delete(file);
        assertRefused("data file '" + file + "' does not exist; give the path of a text file");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> TsvReader.read(file))
                .isInstanceOf(DataSetException.class)
                .hasMessage(message);
    }
}
