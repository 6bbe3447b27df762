package io.fathom.cli.demo;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Enough is when the job has been at rest for a while: hardly anything outstanding, and what comes out at full depth. */
final class Recovered implements StopRule {
    private static final Optional<String> FULL = Optional.of("FULL");

    private final Duration least;
    private final Duration hold;
    private final double mostOutstanding;
    private @Nullable Duration since;

    /**
     * @param least time since the start, however soon it is at rest
     * @param hold how long it has to be at rest
     * @param mostOutstanding events sent whose results have not been seen
     */
    Recovered(Duration least, Duration hold, double mostOutstanding) {
        this.least = least;
        this.hold = hold;
        this.mostOutstanding = mostOutstanding;
    }

    @Override
    public boolean enough(DemoState state, Duration elapsed) {
        if (state.lag() > mostOutstanding || !state.budgetLevel().equals(FULL)) {
            since = null;
            return false;
        }
        if (since == null) {
            since = elapsed;
        }
        return elapsed.compareTo(least) >= 0 && elapsed.minus(since).compareTo(hold) >= 0;
    }
}
