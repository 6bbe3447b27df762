package io.fathom.cli.demo;

import io.fathom.cli.terminal.Interruption;
import io.fathom.cli.terminal.ProgressBar;
import io.fathom.cli.terminal.Screen;
import java.io.PrintWriter;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** How a run is shown while it lasts; asked to draw several times a second. */
interface DemoDisplay extends AutoCloseable {

    void draw(DemoState state);

    @Override
    default void close() {}

    /** The live view where there is a terminal for it, otherwise a line every few seconds. */
    static DemoDisplay live(PrintWriter out, Interruption interruption, LongSupplier nanoClock) {
        return Screen.open()
                .<DemoDisplay>map(screen -> new OnScreen(screen, interruption, nanoClock))
                .orElseGet(() -> new InLines(out, nanoClock));
    }

    /** A progress bar on standard error, if the number of events is known and somebody looks. */
    static DemoDisplay progress(PrintWriter err, OptionalInt expected) {
        return expected.isEmpty()
                ? state -> {}
                : new InOneLine(ProgressBar.on(err, "streaming", expected.getAsInt(), "records"));
    }

    /** The whole terminal. */
    final class OnScreen implements DemoDisplay {
        private final Screen screen;
        private final LongSupplier nanoClock;

        private OnScreen(Screen screen, Interruption interruption, LongSupplier nanoClock) {
            this.screen = screen;
            this.nanoClock = nanoClock;
            interruption.onSecondSignal(screen::close);
        }

        @Override
        public void draw(DemoState state) {
            screen.show(DemoView.render(
                    state.snapshot(nanoClock.getAsLong()),
                    screen.size().getColumns(),
                    screen.size().getRows()));
        }

        @Override
        public void close() {
            screen.close();
        }
    }

    /** Lines for a pipe or a log. */
    final class InLines implements DemoDisplay {
        private static final long EVERY_NANOS = 5_000_000_000L;

        private final PrintWriter out;
        private final LongSupplier nanoClock;
        private long printedAt;

        private InLines(PrintWriter out, LongSupplier nanoClock) {
            this.out = out;
            this.nanoClock = nanoClock;
            this.printedAt = nanoClock.getAsLong();
        }

        @Override
        public void draw(DemoState state) {
            long now = nanoClock.getAsLong();
            DemoSnapshot snapshot = state.snapshot(now);
            if (now - printedAt >= EVERY_NANOS) {
                printedAt = now;
                out.println(DemoView.line(snapshot));
            }
        }
    }

    /** A bar. */
    final class InOneLine implements DemoDisplay {
        private final ProgressBar bar;

        private InOneLine(ProgressBar bar) {
            this.bar = bar;
        }

        @Override
        public void draw(DemoState state) {
            bar.update(state.results(), "");
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
