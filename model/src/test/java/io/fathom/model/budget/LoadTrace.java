package io.fathom.model.budget;

/** Records a second, and how long they are, as functions of time in seconds. */
interface LoadTrace {

    double recordsPerSecond(double t);

    default double meanTokens(double t) {
        return 20;
    }

    static LoadTrace steady(double rate) {
        return t -> rate;
    }

    /** {@code base} outside of {@code from..to}, {@code peak} inside. */
    static LoadTrace surge(double base, double peak, double from, double to) {
        return t -> t >= from && t < to ? peak : base;
    }

    static LoadTrace ramp(double from, double to, double seconds) {
        return t -> from + (to - from) * Math.min(1, t / seconds);
    }

    static LoadTrace onOff(double on, double off, double half) {
        return t -> (long) (t / half) % 2 == 0 ? on : off;
    }

    /** Texts that become five times as long and short again, at the same number of records. */
    static LoadTrace driftingLength(double rate, double period) {
        return new LoadTrace() {
            @Override
            public double recordsPerSecond(double t) {
                return rate;
            }

            @Override
            public double meanTokens(double t) {
                return 20 * (3 - 2 * Math.cos(2 * Math.PI * t / period));
            }
        };
    }
}
