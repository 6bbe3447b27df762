package io.fathom.model.budget;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Measures what {@link BudgetLedger} promises, with books of its own: it keeps every charge of the last window and when the
 * rate was what, and takes no slots and no rule of the ledger for granted.
 *
 * <pre>
 *   excess = max over t of   sum of charges in (t − W, t]  −  ∫ rate over (t − W, t]
 * </pre>
 *
 * A period that spends most ends with a charge, so the maximum is taken at charges. Nothing is earned before the start. Not
 * safe for use by several threads; a charge costs constant time on average.
 *
 * <p>Beyond {@value #MOST} charges a window, a charge is booked together with the one before it, at the later time: the figure
 * may then be too large by a charge, never too small.
 */
final class OverspendMeter {
    private static final int MOST = 1 << 16;

    private final long window;
    private final Deque<Charge> charges = new ArrayDeque<>();
    private final Deque<Rate> rates = new ArrayDeque<>();
    private double spent;
    private double excess;
    private long largestStep;

    private static final class Charge {
        private long at;
        private double cost;

        private Charge(long at, double cost) {
            this.at = at;
            this.cost = cost;
        }
    }

    /** @param before what had been earned when this rate began, since the start */
    private record Rate(long from, double perSecond, double before) {
        double earned(long at) {
            return before + perSecond * (at - from) * 1e-9;
        }
    }

    OverspendMeter(long windowNanos, double rate, long now) {
        this.window = windowNanos;
        this.rates.add(new Rate(now, rate, 0));
    }

    /** From now on. */
    void rate(double perSecond, long now) {
        rates.add(new Rate(now, perSecond, rates.getLast().earned(now)));
    }

    /** @param now no earlier than that of the last call */
    void charge(long now, long cost) {
        forget(now - window);
        Charge last = charges.peekLast();
        if (last != null && (last.at == now || charges.size() >= MOST)) {
            last.at = now;
            last.cost += cost;
        } else {
            charges.add(new Charge(now, cost));
        }
        spent += cost;
        largestStep = Math.max(largestStep, cost);
        double earned =
                rates.getLast().earned(now) - Math.max(0, rates.getFirst().earned(now - window));
        excess = Math.max(excess, spent - earned);
    }

    private void forget(long until) {
        while (!charges.isEmpty() && charges.getFirst().at <= until) {
            spent -= charges.removeFirst().cost;
        }
        while (rates.size() > 1) {
            Rate first = rates.removeFirst();
            if (rates.getFirst().from() > until) {
                rates.addFirst(first);
                return;
            }
        }
    }

    /** Takes back part of a charge, where it is still in the window. */
    void giveBack(long then, long unused) {
        for (var newestFirst = charges.descendingIterator(); newestFirst.hasNext(); ) {
            Charge charge = newestFirst.next();
            if (charge.at <= then) {
                double back = Math.min(charge.cost, (double) unused);
                charge.cost -= back;
                spent -= back;
                return;
            }
        }
    }

    Overspend overspend() {
        return new Overspend(excess, largestStep);
    }
}
