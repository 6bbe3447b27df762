package io.fathom.model.budget;

/**
 * Says when the next batch step may be paid for, and keeps the books. Safe for use by many threads; a step is one short
 * critical section, whatever the number of its rows.
 *
 * <p><b>Contract.</b> With rate {@code r}, window {@code W} and steps that cost {@code c} each: in any period of length W no
 * more than {@code r·W + max c} is spent.
 *
 * <p><b>Rule.</b> A step that costs c is granted at time t if both hold, with S the spending and E the earnings over the
 * window that ends at t, and L the level of a leaky bucket:
 *
 * <pre>
 *   S ≤ E,    E = ∫ r over (t − W, t], from the ledger's start on
 *   L ≤ b,    b = r·W / 16;   dL/dt = −r down to 0;   L += c
 * </pre>
 *
 * <p><b>Why the contract holds.</b> Take any period of length W, and in it the last step granted, at t. All other steps of
 * the period lie in the window that ends at t, so they sum up to at most S ≤ E ≤ r·W when the last one is granted; and it
 * costs at most max c. The rule that comes to mind first, a token bucket that holds a window's worth, does not keep it: full
 * after an idle window, it grants r·W at once and r·W more while it refills, twice the budget in one window.
 *
 * <p><b>Why two conditions.</b> The first alone spends a window's worth as fast as the machine can and then stands still until
 * the burst leaves the window, again and again. The second spreads what is spent: at rest its level is 0 and a burst of b
 * passes unhindered; under lasting load it paces steps at rate r. A smaller b would be smoother, but the moments in which no
 * worker happens to ask would be lost: with b = 0 and four workers, a tenth of the budget. Time lost is made up for
 * as long as it is less than b / r. In the worst case the first condition halts spending for as long, once a window.
 *
 * <p>At the start nothing has been earned yet: an engine that takes the place of a lost one adds no burst of its own. If the
 * rate changes, both conditions go on from where they are; since E adds up the rate at each moment, engines that share one
 * budget keep the contract together while their shares move.
 */
public final class BudgetLedger {
    /** What the bucket holds, as a share of a window's worth. */
    static final double BURST = 1.0 / 16;

    private final double windowSeconds;
    private final SpendingWindow window;
    private final OverspendMeter meter;
    private double rate;
    private double level;
    private long until;
    private long spentEver;

    /** @param now nanoseconds of a clock that never goes back */
    public BudgetLedger(ComputeBudget budget, long now) {
        this.windowSeconds = budget.windowSeconds();
        this.window = new SpendingWindow(budget.window().toNanos(), now);
        this.meter = new OverspendMeter(budget.window().toNanos(), budget.tlopsPerSecond(), now);
        this.rate = budget.tlopsPerSecond();
        this.until = now;
    }

    /** Changes the rate from now on, TLOps a second; what was spent stays in the books. */
    public synchronized void rate(double tlopsPerSecond, long now) {
        advance(now);
        rate = tlopsPerSecond;
        meter.rate(rate, until);
    }

    /**
     * Asks to spend {@code cost}.
     *
     * @return 0 if it is granted, and booked; otherwise nothing is booked, and it is worth asking again after so many
     *     nanoseconds
     */
    public synchronized long request(long now, long cost) {
        advance(now);
        double wait = Math.max(untilPaced(), untilEarned());
        if (wait > 0) {
            return Math.max(1, (long) Math.ceil(wait));
        }
        window.spend((double) cost);
        meter.charge(until, cost);
        level += cost;
        spentEver += cost;
        return 0;
    }

    private double untilPaced() {
        return (level - burst()) / rate * 1e9;
    }

    /** Nothing is worth waiting for longer than until a slot is forgotten. */
    private double untilEarned() {
        double missing = window.spent() - window.earned();
        return missing <= 0 ? 0 : Math.min(missing / rate * 1e9, (double) (window.nextSlotAt() - until));
    }

    /** Returns what a step granted at {@code then} did not use after all. */
    public synchronized void giveBack(long then, long unused) {
        window.giveBack(then, (double) unused);
        meter.giveBack(then, unused);
        level = Math.max(0, level - unused);
        spentEver -= unused;
    }

    /** A step of this cost or less goes with the rhythm of the bucket; a larger one makes the next wait longer. */
    public synchronized double burst() {
        return rate * windowSeconds * BURST;
    }

    /** TLOps a second over the last window. */
    public synchronized double spentPerSecond(long now) {
        advance(now);
        return window.spent() / windowSeconds;
    }

    /** The most that was spent beyond what was earned, in any period of a window's length so far. */
    public synchronized Overspend overspend() {
        return meter.overspend();
    }

    /** All that was ever spent. */
    public synchronized long spentEver() {
        return spentEver;
    }

    private void advance(long now) {
        if (now > until) {
            window.advance(now, rate);
            level = Math.max(0, level - rate * (now - until) * 1e-9);
            until = now;
        }
    }
}
