package io.fathom.cli.demo;

import java.util.Arrays;

/** Arrivals at given times. */
final class ScheduledArrivals implements Arrivals {
    private final long[] due;

    /** @param dueNanos of each event since the start, never falling */
    ScheduledArrivals(long[] dueNanos) {
        this.due = dueNanos.clone();
    }

    int count() {
        return due.length;
    }

    /** When the event is due, nanoseconds since the start. */
    long dueNanos(int event) {
        return due[event];
    }

    /** The first {@code count} of them. */
    ScheduledArrivals first(int count) {
        return new ScheduledArrivals(Arrays.copyOf(due, Math.min(count, due.length)));
    }

    @Override
    public long nanosUntilDue(long event, long sinceStart) {
        return Math.max(0, due[(int) event] - sinceStart);
    }

    @Override
    public long nanosOld(long event, long sinceStart) {
        return Math.max(0, sinceStart - due[(int) event]);
    }
}
