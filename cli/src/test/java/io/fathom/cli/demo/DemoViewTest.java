package io.fathom.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.cli.generated.ByDifficulty;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoViewTest {
    private static final DemoSnapshot BUSY = new DemoSnapshot(
            "intents@0123456789ab, exit confidence:0.9, 4 workers, generated customer requests",
            Duration.ofSeconds(83),
            123_456,
            120_000,
            2_456,
            119_998,
            987.6,
            1_234.4,
            List.of(0L, 60_000L, 40_000L, 19_999L, 1L),
            Map.of("CONFIDENCE", 110_000L, "FULL_DEPTH", 9_000L, "CYCLE_LIMIT", 1_000L),
            new ByDifficulty(new TreeMap<>(Map.of(
                    1, new ByDifficulty.Tally(1000, 998, 1200),
                    6, new ByDifficulty.Tally(100, 97, 391)))),
            Optional.of(new DemoSnapshot.Budget("REDUCED", 7, List.of(16.0, 8.0, 0.0, 7.25), 16)),
            34,
            210,
            100_000,
            OptionalDouble.of(0.931),
            IntStream.range(0, 30)
                    .mapToObj(i -> new DemoSnapshot.Row(
                            1 + i % 4,
                            0.87f,
                            i % 3 == 0 ? "a_label_with_a_rather_long_name" : "transfer",
                            List.of(DemoSnapshot.Mark.NONE, DemoSnapshot.Mark.RIGHT, DemoSnapshot.Mark.WRONG)
                                    .get(i % 3),
                            "move 20 dollars\tfrom checking to savings, 請 and then a few words more " + i))
                    .toList());

    private static final DemoSnapshot EMPTY = new DemoSnapshot(
            "intents",
            Duration.ZERO,
            0,
            0,
            0,
            0,
            0,
            0,
            List.of(0L, 0L, 0L),
            Map.of(),
            ByDifficulty.NONE,
            Optional.empty(),
            0,
            0,
            0,
            OptionalDouble.empty(),
            List.of());

    private static List<String> plain(DemoSnapshot demo, int columns, int rows) {
        return DemoView.render(demo, columns, rows).stream()
                .map(AttributedString::toString)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 61, 80, 100, 110, 250})
    void fitsTheTerminal(int columns) {
        for (int rows : new int[] {10, 24, 50}) {
            List<AttributedString> lines = DemoView.render(BUSY, columns, rows);
            assertThat(lines).as("%d rows", rows).hasSizeLessThanOrEqualTo(rows);
            assertThat(lines).allSatisfy(line -> assertThat(line.columnLength()).isLessThanOrEqualTo(columns));
        }
    }

    @Test
    void showsTheNumbers() {
        String view = String.join("\n", plain(BUSY, 80, 40));
        assertThat(view)
                .contains("01:23")
                .contains("988/s")
                .contains("1,234/s")
                .contains("lag       1,000")
                .contains("93.1 %")
                .contains("p99       210 ms")
                .contains("mean 1.67 of 4")
                .contains("confidence 92 %  full depth 8 %  cycle limit 1 %")
                .contains("●●··")
                .contains("Ctrl-C");
    }

    @Test
    void showsTheBudgetWhereThereIsOne() {
        assertThat(plain(BUSY, 80, 40)).anyMatch(line -> line.startsWith("budget  reduced   point  7 of 16  █▅▁▄"));
        assertThat(plain(EMPTY, 80, 40)).noneMatch(line -> line.startsWith("budget"));
    }

    @Test
    void barsAreInProportion() {
        assertThat(DemoView.bar(1, 10)).isEqualTo("██████████");
        assertThat(DemoView.bar(0.5, 10)).isEqualTo("█████     ");
        assertThat(DemoView.bar(0.05625, 10)).isEqualTo("▌         ".replace('▌', (char) ('█' + 3)));
        assertThat(DemoView.bar(0, 3)).isEqualTo("   ");
        assertThat(DemoView.bar(1e-9, 3)).as("something is not nothing").isEqualTo("▏  ");
    }

    @Test
    void nothingYetIsNoError() {
        assertThat(plain(EMPTY, 60, 24)).anyMatch(line -> line.contains("mean 0.00 of 2"));
        assertThat(DemoView.line(EMPTY)).startsWith("00:00  events 0").doesNotContain("accuracy");
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() {
        assertThat(plain(BUSY, 110, 40)).noneMatch(line -> line.indexOf('\t') >= 0);
    }

    @Test
    void aLineForPipes() {
        assertThat(DemoView.line(BUSY))
                .isEqualTo("01:23  events 123456, predictions 120000, dead letters 2456, lag 1000, out 1,234/s,"
                        + " mean cycles 1.67, accuracy 93.1 %, budget reduced at point 7 of 16");
    }

    @Test
    void showsDepthByDifficultyWhereThereIsOne() {
        assertThat(plain(BUSY, 100, 50))
                .anyMatch(line -> line.startsWith("steps to the answer"))
                .anyMatch(line -> line.startsWith("   1 ") && line.contains("1.20   99.8 %"))
                .anyMatch(line -> line.startsWith("   6 ") && line.contains("3.91   97.0 %"));
        assertThat(plain(EMPTY, 100, 50)).noneMatch(line -> line.startsWith("steps to the answer"));
    }
}
