package io.fathom.cli.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * One line of progress that is drawn over and over: bar, share, speed and the time that is left. Silent where there is no
 * terminal, so that logs and pipes stay clean.
 */
public final class ProgressBar implements AutoCloseable {
    private static final int BAR_COLUMNS = 20;
    private static final long REDRAW_NANOS = 100_000_000;
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean visible;
    private final LongSupplier nanoClock;
    private final String task;
    private final long total;
    private final String unit;
    private final long start;
    private long doneBefore;
    private long drawnAt;
    private boolean drawn;

    ProgressBar(PrintWriter out, boolean visible, LongSupplier nanoClock, String task, long total, String unit) {
        this.out = out;
        this.visible = visible;
        this.nanoClock = nanoClock;
        this.task = task;
        this.total = total;
        this.unit = unit;
        this.start = nanoClock.getAsLong();
    }

    /**
     * A bar on the given stream, visible if that is a terminal.
     *
     * @param unit what is counted, such as {@code records}
     */
    public static ProgressBar on(PrintWriter err, String task, long total, String unit) {
        return new ProgressBar(err, Tty.errors(), System::nanoTime, task, total, unit);
    }

    /** What an earlier run has done; it counts for the share and not for the speed. */
    public void startFrom(long done) {
        doneBefore = done;
    }

    /** Redraws, ten times a second at most. */
    public void update(long done, String detail) {
        long now = nanoClock.getAsLong();
        boolean tooSoon = drawn && now - drawnAt < REDRAW_NANOS && done < total;
        if (!visible || tooSoon) {
            return;
        }
        drawnAt = now;
        drawn = true;
        out.print(ERASE_LINE + render(task, doneBefore, done, total, unit, Duration.ofNanos(now - start), detail));
        out.flush();
    }

    /** Prints a line that stays, above the bar. */
    public void println(String line) {
        out.println(drawn ? ERASE_LINE + line : line);
        out.flush();
    }

    /** Takes the bar away; the next update draws it again. */
    public void erase() {
        if (drawn) {
            out.print(ERASE_LINE);
            out.flush();
            drawn = false;
        }
    }

    @Override
    public void close() {
        erase();
    }

    static String render(
            String task, long doneBefore, long done, long total, String unit, Duration elapsed, String detail) {
        double share = total == 0 ? 1 : Math.min(1, (double) done / total);
        double seconds = elapsed.toNanos() / 1e9;
        double speed = seconds > 0 ? (done - doneBefore) / seconds : 0;
        String left = speed == 0 ? "--:--" : clock(Duration.ofMillis((long) (1000 * (total - done) / speed)));
        int full = (int) (share * BAR_COLUMNS);
        return String.format(
                Locale.ROOT,
                "%s %s%s %3.0f %%  %s%s  %s left",
                task,
                "█".repeat(full),
                "░".repeat(BAR_COLUMNS - full),
                Math.floor(100 * share),
                detail.isEmpty() ? "" : detail + "  ",
                speed(speed, unit),
                left);
    }

    private static String speed(double perSecond, String unit) {
        return String.format(Locale.ROOT, perSecond < 10 ? "%.1f %s/s" : "%,.0f %s/s", perSecond, unit);
    }

    private static String clock(Duration time) {
        return time.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%02d:%02d", time.toMinutesPart(), time.toSecondsPart());
    }
}
