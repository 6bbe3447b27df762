package io.fathom.cli.demo;

/**
 * Spreads events evenly over time: event {@code n} (from 0) is due {@code n / rate} seconds after the start. An event that
 * is late is due at once, so a hiccup is caught up with and the mean rate holds.
 *
 * @param rate events per second; 0 means as fast as possible
 */
record Pacer(double rate) implements Arrivals {

    Pacer {
        if (!(rate >= 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException(
                    "rate must be 0 (as fast as possible) or a number of events per second, but was " + rate);
        }
    }

    @Override
    public long nanosUntilDue(long event, long sinceStart) {
        if (rate == 0) {
            return 0;
        }
        return Math.max(0, (long) (event / rate * 1e9) - sinceStart);
    }
}
