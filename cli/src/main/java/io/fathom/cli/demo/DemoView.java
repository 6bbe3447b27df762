package io.fathom.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Draws a {@link DemoSnapshot} for a terminal of a given size. A pure function: nothing is read, nothing is written. */
final class DemoView {
    /** Narrower terminals get lines of this width, cut off by the terminal. */
    static final int MIN_COLUMNS = 60;

    private static final int MAX_COLUMNS = 110;
    private static final int LABEL_WIDTH = 20;
    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    private static final AttributedStyle BOLD = PLAIN.bold();
    private static final AttributedStyle FAINT = PLAIN.faint();
    private static final AttributedStyle BAR = PLAIN.foreground(AttributedStyle.CYAN);
    private static final AttributedStyle GOOD = PLAIN.foreground(AttributedStyle.GREEN);
    private static final AttributedStyle BAD = PLAIN.foreground(AttributedStyle.RED);

    private DemoView() {}

    /** At most {@code rows} lines, none wider than {@code columns} if that is at least {@link #MIN_COLUMNS}. */
    static List<AttributedString> render(DemoSnapshot demo, int columns, int rows) {
        int width = Math.min(Math.max(columns, MIN_COLUMNS), MAX_COLUMNS);
        List<AttributedString> lines = new ArrayList<>();
        lines.add(heading(demo, width));
        lines.add(AttributedString.EMPTY);
        numbers(demo, lines);
        lines.add(AttributedString.EMPTY);
        depths(demo, width, lines);
        lines.add(AttributedString.EMPTY);
        demo.budget().ifPresent(budget -> {
            lines.add(budget(budget, width));
            lines.add(AttributedString.EMPTY);
        });
        exits(demo, width, lines);
        lines.add(AttributedString.EMPTY);
        if (!demo.byDifficulty().isEmpty()) {
            difficulties(demo, width, lines);
            lines.add(AttributedString.EMPTY);
        }
        latest(demo, width, rows - lines.size() - 2, lines);
        lines.add(styled("Ctrl-C stops", FAINT));
        return lines.stream()
                .map(line -> line.columnSubSequence(0, width))
                .limit(Math.max(1, rows))
                .toList();
    }

    private static AttributedString heading(DemoSnapshot demo, int width) {
        String time = clock(demo.elapsed());
        String title = fit("Fathom  " + demo.title(), width - time.length() - 2);
        return new AttributedStringBuilder()
                .styled(BOLD, title)
                .append("  ")
                .append(time)
                .toAttributedString();
    }

    private static void numbers(DemoSnapshot demo, List<AttributedString> lines) {
        lines.add(columns("in", rate(demo.inPerSecond()), "out", rate(demo.outPerSecond()), "lag", count(demo.lag())));
        lines.add(columns(
                "events",
                count(demo.sent()),
                "predicted",
                count(demo.predictions()),
                "dead",
                count(demo.deadLetters())));
        String accuracy = demo.accuracy().isEmpty()
                ? "-"
                : String.format(Locale.ROOT, "%.1f %%", 100 * demo.accuracy().getAsDouble());
        lines.add(columns(
                "p50", count(demo.p50Millis()) + " ms", "p99", count(demo.p99Millis()) + " ms", "accuracy", accuracy));
    }

    private static AttributedString columns(String... namesAndValues) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            line.styled(FAINT, String.format(Locale.ROOT, "%-10s", namesAndValues[i]));
            line.styled(BOLD, String.format(Locale.ROOT, "%-10s", namesAndValues[i + 1]));
        }
        return line.toAttributedString();
    }

    private static void depths(DemoSnapshot demo, int width, List<AttributedString> lines) {
        int deepest = demo.byCycles().size() - 1;
        lines.add(new AttributedStringBuilder()
                .styled(BOLD, "cycles")
                .append(String.format(Locale.ROOT, "    mean %.2f of %d", demo.meanCycles(), deepest))
                .toAttributedString());
        long most = Math.max(
                1, demo.byCycles().stream().mapToLong(Long::longValue).max().orElse(1));
        int room = width - 22;
        int first = demo.byCycles().get(0) > 0 ? 0 : 1; // depth zero, where the model has it
        for (int c = first; c <= deepest; c++) {
            long count = demo.byCycles().get(c);
            lines.add(new AttributedStringBuilder()
                    .append(String.format(Locale.ROOT, "%4d  ", c))
                    .styled(BAR, bar((double) count / most, room))
                    .append(String.format(Locale.ROOT, " %6s %7s", share(count, demo.predictions()), shortCount(count)))
                    .toAttributedString());
        }
    }

    /** Level, operating point, and how the point moved over the last seconds. */
    private static AttributedString budget(DemoSnapshot.Budget budget, int width) {
        AttributedStringBuilder line = new AttributedStringBuilder()
                .styled(BOLD, "budget")
                .append("  ")
                .styled(
                        budget.level().equals("FULL") ? GOOD : BAD,
                        fit(budget.level().toLowerCase(Locale.ROOT), 10))
                .append(String.format(Locale.ROOT, "point %2d of %d  ", budget.point(), budget.highest()));
        List<Double> points = budget.points();
        int room = Math.max(0, width - line.columnLength());
        StringBuilder trail = new StringBuilder();
        points.subList(Math.max(0, points.size() - room), points.size())
                .forEach(point -> trail.append(column(point / Math.max(1, budget.highest()))));
        return line.styled(BAR, trail.toString()).toAttributedString();
    }

    /** A column of one to eight eighths. */
    private static char column(double share) {
        return (char) ('▁' + Math.round(7 * Math.min(1, share)));
    }

    /** How deep the records of each difficulty went. */
    private static void difficulties(DemoSnapshot demo, int width, List<AttributedString> lines) {
        lines.add(new AttributedStringBuilder()
                .styled(BOLD, "steps to the answer")
                .append("    mean cycles, accuracy")
                .toAttributedString());
        int deepest = demo.byCycles().size() - 1;
        int room = width - 22;
        demo.byDifficulty()
                .tallies()
                .forEach((difficulty, tally) -> lines.add(new AttributedStringBuilder()
                        .append(String.format(Locale.ROOT, "%4d  ", difficulty))
                        .styled(BAR, bar(tally.meanCycles() / deepest, room))
                        .append(String.format(
                                Locale.ROOT, " %6.2f %6.1f %%", tally.meanCycles(), 100 * tally.accuracy()))
                        .toAttributedString()));
    }

    /** A bar with eighths of a column, padded to the room. */
    static String bar(double share, int room) {
        int eighths = (int) Math.round(share * room * 8);
        if (share > 0 && eighths == 0) {
            eighths = 1;
        }
        String full = "█".repeat(eighths / 8);
        String rest = eighths % 8 == 0 ? "" : String.valueOf((char) ('█' + 8 - eighths % 8));
        return full + rest + " ".repeat(room - full.length() - rest.length());
    }

    private static void exits(DemoSnapshot demo, int width, List<AttributedString> lines) {
        AttributedStringBuilder line = new AttributedStringBuilder().styled(BOLD, "exits ");
        demo.byReason().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(exit -> {
                    String name = exit.getKey().toLowerCase(Locale.ROOT).replace('_', ' ');
                    String part = "  " + name + " " + share(exit.getValue(), demo.predictions());
                    if (line.columnLength() + part.length() > width) {
                        lines.add(line.toAttributedString());
                        line.setLength(0);
                        line.append("      ");
                    }
                    line.append(part);
                });
        lines.add(line.toAttributedString());
    }

    private static void latest(DemoSnapshot demo, int width, int room, List<AttributedString> lines) {
        int deepest = demo.byCycles().size() - 1;
        lines.add(new AttributedStringBuilder()
                .styled(BOLD, fit("latest", Math.max(8, deepest + 2)))
                .styled(FAINT, "score   " + fit("label", LABEL_WIDTH) + "  text")
                .toAttributedString());
        demo.latest().stream()
                .limit(Math.max(1, room))
                .map(row -> row(row, deepest, width))
                .forEach(lines::add);
    }

    private static AttributedString row(DemoSnapshot.Row row, int deepest, int width) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        boolean dead = row.mark() == DemoSnapshot.Mark.DEAD;
        line.styled(BAR, "●".repeat(row.cycles()));
        line.styled(FAINT, "·".repeat(Math.max(0, deepest - row.cycles())));
        line.append(" ".repeat(Math.max(8, deepest + 2) - Math.max(deepest, row.cycles())));
        line.append(dead ? "  -  " : String.format(Locale.ROOT, "%.2f ", row.score()));
        line.styled(style(row.mark()), mark(row.mark()) + " " + fit(dead ? "dead letter" : row.label(), LABEL_WIDTH));
        line.append("  ");
        int room = Math.max(0, width - line.columnLength());
        return line.append(fit(printable(row.text()), room).stripTrailing()).toAttributedString();
    }

    private static String mark(DemoSnapshot.Mark mark) {
        return switch (mark) {
            case RIGHT -> "✓";
            case WRONG, DEAD -> "✗";
            case NONE -> " ";
        };
    }

    private static AttributedStyle style(DemoSnapshot.Mark mark) {
        return switch (mark) {
            case RIGHT -> GOOD;
            case WRONG, DEAD -> BAD;
            case NONE -> PLAIN;
        };
    }

    /** One line for a log or a pipe, in place of the view. */
    static String line(DemoSnapshot demo) {
        String accuracy = demo.accuracy().isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT, ", accuracy %.1f %%", 100 * demo.accuracy().getAsDouble());
        return String.format(
                Locale.ROOT,
                "%s  events %d, predictions %d, dead letters %d, lag %d, out %s, mean cycles %.2f%s%s",
                clock(demo.elapsed()),
                demo.sent(),
                demo.predictions(),
                demo.deadLetters(),
                demo.lag(),
                rate(demo.outPerSecond()),
                demo.meanCycles(),
                accuracy,
                demo.budget()
                        .map(b -> String.format(
                                Locale.ROOT,
                                ", budget %s at point %d of %d",
                                b.level().toLowerCase(Locale.ROOT),
                                b.point(),
                                b.highest()))
                        .orElse(""));
    }

    private static AttributedString styled(String text, AttributedStyle style) {
        return new AttributedString(text, style);
    }

    /** Exactly {@code width} columns: padded, or cut with an ellipsis. */
    private static String fit(String text, int width) {
        AttributedString all = new AttributedString(text);
        if (all.columnLength() <= width) {
            return text + " ".repeat(width - all.columnLength());
        }
        String cut = width < 1 ? "" : all.columnSubSequence(0, width - 1) + "…";
        return cut + " ".repeat(Math.max(0, width - new AttributedString(cut).columnLength()));
    }

    /** Control characters would move the cursor. */
    private static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String clock(Duration elapsed) {
        return String.format(Locale.ROOT, "%02d:%02d", elapsed.toMinutes(), elapsed.toSecondsPart());
    }

    private static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 100 ? "%.1f/s" : "%,.0f/s", perSecond);
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String shortCount(long count) {
        return count < 1_000_000 ? count(count) : String.format(Locale.ROOT, "%.1fM", count / 1e6);
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.0f %%", 100.0 * part / whole);
    }
}
