package io.fathom.cli.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * One line of progress that is drawn over and over: bar, share, the time that is left, speed. Silent where there is no
 * terminal, so that logs and pipes stay clean.
 *
 * <p>Speed counts from the first update, so neither preparations nor what an earlier run has done distort it.
 */
public final class ProgressBar implements AutoCloseable {
    private static final int BAR_COLUMNS = 10;
    private static final long REDRAW_NANOS = 100_000_000;
    private static final String ERASE_LINE = "\r\u001b[K";
    // A line that is too long for the terminal is cut off, and not continued on the next line.
    private static final String WRAP_OFF = "\u001b[?7l";
    private static final String WRAP_ON = "\u001b[?7h";

    private final PrintWriter out;
    private final boolean visible;
    private final LongSupplier nanoClock;
    private final String task;
    private final long total;
    private final String unit;
    private boolean started;
    private long startNanos;
    private long startDone;
    private long drawnAt;
    private boolean drawn;

    ProgressBar(PrintWriter out, boolean visible, LongSupplier nanoClock, String task, long total, String unit) {
        this.out = out;
        this.visible = visible;
        this.nanoClock = nanoClock;
        this.task = task;
        this.total = total;
        this.unit = unit;
    }

    /**
     * A bar on the given stream, visible if that is a terminal.
     *
     * @param unit what is counted, such as {@code records}; empty if its speed says nothing
     */
    public static ProgressBar on(PrintWriter err, String task, long total, String unit) {
        return new ProgressBar(err, Tty.errors(), System::nanoTime, task, total, unit);
    }

    /** Says what is going on before there is anything to count. */
    public void prepare(String what) {
        if (visible) {
            draw(task + ": " + what + " ...");
        }
    }

    /**
     * Redraws, ten times a second at most.
     *
     * @param detail more to say, at the end of the line
     */
    public void update(long done, String detail) {
        long now = nanoClock.getAsLong();
        if (!started) {
            started = true;
            startNanos = now;
            startDone = done;
        }
        boolean tooSoon = drawnAt != 0 && now - drawnAt < REDRAW_NANOS && done < total;
        if (!visible || tooSoon) {
            return;
        }
        drawnAt = now;
        draw(render(task, done, total, unit, done - startDone, Duration.ofNanos(now - startNanos), detail));
    }

    private void draw(String line) {
        drawn = true;
        out.print(ERASE_LINE + WRAP_OFF + line + WRAP_ON);
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

    /** @param recently how many were done in {@code elapsed} */
    static String render(
            String task, long done, long total, String unit, long recently, Duration elapsed, String detail) {
        double share = total == 0 ? 1 : Math.min(1, (double) done / total);
        double seconds = elapsed.toNanos() / 1e9;
        double speed = seconds > 0 ? recently / seconds : 0;
        String left = speed == 0 ? "--:--" : clock(Duration.ofMillis((long) (1000 * (total - done) / speed)));
        int full = (int) (share * BAR_COLUMNS);
        return String.format(
                Locale.ROOT,
                "%s %s%s %3.0f %%  %s left%s%s",
                task,
                "█".repeat(full),
                "░".repeat(BAR_COLUMNS - full),
                Math.floor(100 * share),
                left,
                unit.isEmpty() ? "" : "  " + speed(speed, unit),
                detail.isEmpty() ? "" : "  " + detail);
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
