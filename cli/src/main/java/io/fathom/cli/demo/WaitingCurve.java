package io.fathom.cli.demo;

import java.util.List;

/** How many records of a run had been created and not begun, by the millisecond. */
final class WaitingCurve {
    private final long from;
    private final int[] waiting;

    private WaitingCurve(long from, int[] waiting) {
        this.from = from;
        this.waiting = waiting;
    }

    static WaitingCurve of(List<SurgeSample> samples) {
        long from = samples.stream().mapToLong(SurgeSample::createdAt).min().orElse(0);
        long to = samples.stream().mapToLong(SurgeSample::scoredAt).max().orElse(from);
        int[] waiting = new int[(int) Math.max(0, to - from) + 2];
        for (SurgeSample sample : samples) {
            int created = (int) (sample.createdAt() - from);
            int begun = Math.max(created, (int) (sample.startedAt() - from));
            waiting[created]++;
            waiting[begun]--;
        }
        for (int t = 1; t < waiting.length; t++) {
            waiting[t] += waiting[t - 1];
        }
        return new WaitingCurve(from, waiting);
    }

    /** Records waiting at a moment, epoch milliseconds. */
    int at(long millis) {
        long t = millis - from;
        return t < 0 || t >= waiting.length ? 0 : waiting[(int) t];
    }
}
