package io.fathom.cli.demo;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The load of the surge scenario: a base rate, a surge of {@code factor} times as much, and the base rate again.
 *
 * @param baseRate events a second, more than 0
 * @param factor what the surge multiplies it by
 * @param warmUp at the base rate, before anything counts
 * @param before at the base rate
 * @param surge length of the surge
 * @param recovering at the base rate, right after the surge
 * @param after at the base rate, for as long at most
 */
record SurgePlan(
        double baseRate,
        double factor,
        Duration warmUp,
        Duration before,
        Duration surge,
        Duration recovering,
        Duration after) {

    SurgePlan {
        if (!(baseRate > 0 && Double.isFinite(baseRate))) {
            throw new IllegalArgumentException(
                    "baseRate of a surge must be more than 0 events a second and finite, but was " + baseRate);
        }
        if (!(factor >= 1 && Double.isFinite(factor))) {
            throw new IllegalArgumentException("factor of a surge must be at least 1 and finite, but was " + factor);
        }
    }

    long surgeStart() {
        return warmUp.plus(before).toNanos();
    }

    long surgeEnd() {
        return surgeStart() + surge.toNanos();
    }

    long end() {
        return surgeEnd() + recovering.plus(after).toNanos();
    }

    /** The phase of what is created so many nanoseconds after the start. */
    SurgePhase phase(long nanos) {
        if (nanos < warmUp.toNanos()) {
            return SurgePhase.WARM_UP;
        } else if (nanos < surgeStart()) {
            return SurgePhase.BEFORE;
        } else if (nanos < surgeEnd()) {
            return SurgePhase.DURING;
        }
        return nanos < surgeEnd() + recovering.toNanos() ? SurgePhase.RECOVERING : SurgePhase.AFTER;
    }

    /**
     * Arrivals as of many who do not know of each other: a Poisson process, with gaps that are exponential in the integral
     * of the rate. The same seed gives the same times.
     */
    ScheduledArrivals arrivals(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int room = 1024;
        long[] due = new long[room];
        int count = 0;
        for (double events = gap(random); ; events += gap(random)) {
            long nanos = timeOf(events);
            if (nanos >= end()) {
                return new ScheduledArrivals(Arrays.copyOf(due, count));
            }
            if (count == due.length) {
                due = Arrays.copyOf(due, 2 * count);
            }
            due[count++] = nanos;
        }
    }

    private static double gap(SplittableRandom random) {
        return -Math.log(1 - random.nextDouble());
    }

    /** Nanoseconds after which so many events are expected. */
    private long timeOf(double events) {
        double perNano = baseRate * 1e-9;
        double calm = perNano * surgeStart();
        double both = calm + perNano * factor * surge.toNanos();
        if (events < calm) {
            return (long) (events / perNano);
        } else if (events < both) {
            return surgeStart() + (long) ((events - calm) / (perNano * factor));
        }
        return surgeEnd() + (long) ((events - both) / perNano);
    }
}
