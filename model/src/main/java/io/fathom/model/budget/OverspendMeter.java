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
 * <p>Beyond {@value #EXACT} charges a window, those that follow each other within a window's {@value #EXACT}th are booked
 * together, at the time of the last of them. So there are never more than twice as many in the books, and the figure may be too
 * large by what is spent in so short a time, never too small.
 */
final class OverspendMeter {
    private static final int EXACT = 1 << 15;

    private final long window;
    private final Deque<Charge> charges = new ArrayDeque<>();
    private final Deque<Rate> rates = new ArrayDeque<>();
    private double spent;
    private double excess;
    private long largestStep;

    /** One charge, or several that follow each other closely. */
    private static final class Charge {
        private final long first;
        private long at;
        private double cost;

        private Charge(long at, double cost) {
            this.first = at;
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
        forget(now - window);
        rates.add(new Rate(now, perSecond, rates.getLast().earned(now)));
    }

    /** @param now no earlier than that of the last call */
    void charge(long now, long cost) {
        forget(now - window);
        Charge last = charges.peekLast();
        if (last != null && (last.at == now || (charges.size() >= EXACT && now - last.first < window / EXACT))) {
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

    /**
     * Takes back part of a charge that was asked for at {@code then}, where it is still in the window. It may have been booked a
     * little later, after others that were quicker to the books; so all from then on are one account, from the earliest.
     */
    void giveBack(long then, long unused) {
        Deque<Charge> since = new ArrayDeque<>();
        for (var newestFirst = charges.descendingIterator(); newestFirst.hasNext(); ) {
            Charge charge = newestFirst.next();
            if (charge.at < then) {
                break;
            }
            since.addFirst(charge);
        }
        double left = (double) unused;
        for (Charge charge : since) {
            double back = Math.min(charge.cost, left);
            charge.cost -= back;
            spent -= back;
            left -= back;
        }
    }

    /** Charges and rates in the books. */
    int entries() {
        return charges.size() + rates.size();
    }

    Overspend overspend() {
        return new Overspend(excess, largestStep);
    }
}
