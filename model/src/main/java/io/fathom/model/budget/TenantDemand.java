package io.fathom.model.budget;

/**
 * What comes from one source of records, as tokens a second that have to be paid for.
 *
 * <pre>
 *   x = λ + max(0, Q − λ·D/4) / D,    Q = waiting + λ·age
 * </pre>
 *
 * λ is the arrival rate. Q is the backlog: what waits in the engine, and what waits in front of it, which by Little's law is
 * the rate times the age at which records are handed over. D is the time within which a backlog is to be gone, half of the
 * target latency. A quarter of D's worth is no backlog but the usual coming and going.
 */
final class TenantDemand {
    private static final double USUAL = 0.25;

    private final RateEstimate rate;
    private final double drainSeconds;
    private long waiting;
    private double ageSeconds;

    /**
     * @param timeConstant of the arrival rate, seconds
     * @param drainSeconds D
     */
    TenantDemand(double timeConstant, double drainSeconds) {
        this.rate = new RateEstimate(timeConstant);
        this.drainSeconds = drainSeconds;
    }

    void observe(Load load, double age, double seconds) {
        rate.add((double) load.arrived(), seconds);
        waiting = load.waiting();
        ageSeconds = age;
    }

    /** λ, tokens a second. */
    double arriving() {
        return rate.perSecond();
    }

    /** x, tokens a second. */
    double tokensPerSecond() {
        double backlog = (double) waiting + arriving() * ageSeconds;
        return arriving() + Math.max(0, backlog - USUAL * drainSeconds * arriving()) / drainSeconds;
    }
}
