package io.fathom.cli.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LineScorerTest {
    private final StringWriter written = new StringWriter();
    private final ScriptedEngine engine = new ScriptedEngine();

    private LineScorer.Tally score(String lines) throws IOException {
        InputStream in = new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] b, int off, int len) {
                int read = super.read(b, off, len);
                if (read < 0) {
                    engine.release();
                }
                return read;
            }
        };
        return new LineScorer(engine, new PrintWriter(written, true), null).score(in);
    }

    private List<String> lines() {
        return written.toString().lines().toList();
    }

    @Test
    void keepsTheOrderOfTheLines() throws IOException {
        String input = IntStream.rangeClosed(1, 999).mapToObj(i -> "text " + i).collect(Collectors.joining("\n"));

        LineScorer.Tally tally = score(input);

        assertThat(tally).isEqualTo(new LineScorer.Tally(999, 0));
        assertThat(lines()).hasSize(999);
        for (int i = 1; i <= 999; i++) {
            assertThat(lines().get(i - 1)).startsWith("{\"id\":" + i + ",\"label\":\"text " + i + "\"");
        }
    }

    @Test
    void writesAllThatIsPromised() throws IOException {
        score("hello\n");

        assertThat(lines())
                .containsExactly("{\"id\":1,\"label\":\"hello\",\"score\":0.75,\"outOfScope\":false,"
                        + "\"alternatives\":[{\"label\":\"hello\",\"probability\":0.75}],\"cyclesUsed\":2,"
                        + "\"exitReason\":\"confidence\",\"tokens\":5,\"truncated\":false,\"tlops\":20}");
    }

    @Test
    void anEmptyLineIsALine() throws IOException {
        assertThat(score("a\n\nb\n").answered()).isEqualTo(3);
    }

    @Test
    void aRecordThatFailsFailsAlone() throws IOException {
        LineScorer.Tally tally = score("good\nbad\nfine\n");

        assertThat(tally).isEqualTo(new LineScorer.Tally(2, 1));
        assertThat(lines().get(1)).isEqualTo("{\"id\":2,\"error\":\"record 2 failed\"}");
        assertThat(lines().get(2)).contains("fine");
    }

    @Test
    void aBrokenEngineEndsItWithTheReason() {
        assertThatThrownBy(() -> score("broken\n" + "more\n".repeat(20_000)))
                .hasStackTraceContaining("the engine is broken");
    }

    @Test
    void stopsWhenNobodyReadsTheAnswers() throws IOException {
        OutputStream closedPipe = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return '\n';
            }
        };

        LineScorer.Tally tally =
                new LineScorer(engine, new PrintWriter(closedPipe, true, StandardCharsets.UTF_8), null).score(endless);

        assertThat(tally.failed()).isZero();
    }
}
