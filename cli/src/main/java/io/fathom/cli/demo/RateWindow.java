package io.fathom.cli.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/** The rate of a counter over the last few seconds; results come in bursts, one for each checkpoint. */
final class RateWindow {
    private record Sample(long nanos, long count) {}

    private final long windowNanos;
    private final Deque<Sample> samples = new ArrayDeque<>();

    RateWindow(long windowNanos) {
        this.windowNanos = windowNanos;
    }

    /** Takes a reading of the counter; returns its growth per second since the oldest reading in the window. */
    double perSecond(long nanos, long count) {
        samples.addLast(new Sample(nanos, count));
        while (samples.size() > 2 && nanos - samples.getFirst().nanos() > windowNanos) {
            samples.removeFirst();
        }
        Sample oldest = samples.getFirst();
        long span = nanos - oldest.nanos();
        return span <= 0 ? 0 : (count - oldest.count()) * 1e9 / span;
    }
}
