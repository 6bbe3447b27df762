package io.fathom.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class ScreenTest {

    /** More lines than rows, in a list that cannot be changed: what fits is shown. */
    @Test
    void aTerminalThatIsTooLowShowsWhatFits() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExternalTerminal terminal = new ExternalTerminal(
                "test", "ansi", new ByteArrayInputStream(new byte[0]), out, StandardCharsets.UTF_8);
        terminal.setSize(new Size(20, 4));
        List<AttributedString> lines = IntStream.range(0, 9)
                .mapToObj(i -> new AttributedString("line " + i))
                .toList();
        try (Screen screen = new Screen(terminal)) {
            screen.show(lines);
            screen.show(lines);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("line 3").doesNotContain("line 4");
    }
}
