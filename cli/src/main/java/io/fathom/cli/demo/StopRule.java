package io.fathom.cli.demo;

import java.time.Duration;

/** When to send no more, if not at the limit or the end of the input. */
interface StopRule {

    /** @param elapsed since the start of the run */
    boolean enough(DemoState state, Duration elapsed);

    static StopRule never() {
        return (state, elapsed) -> false;
    }

    static StopRule after(Duration duration) {
        return (state, elapsed) -> elapsed.compareTo(duration) >= 0;
    }
}
