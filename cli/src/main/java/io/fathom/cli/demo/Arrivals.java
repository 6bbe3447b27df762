package io.fathom.cli.demo;

/** When the events of a run are to be sent. Events are numbered from 0. */
interface Arrivals {

    /** Nanoseconds from {@code sinceStart} until the event is due, 0 if it is due already. */
    long nanosUntilDue(long event, long sinceStart);

    /**
     * How long ago the event came into being, 0 if it does when it is sent. Where events have their times, one that the
     * sender is late with is old when it is sent, and its latency tells.
     */
    default long nanosOld(long event, long sinceStart) {
        return 0;
    }
}
