package io.fathom.model.budget;

import java.util.Arrays;

/**
 * What was earned and what was spent over the last window, in {@value #SLOTS} slots. Not safe for use by several threads.
 *
 * <p>A slot is forgotten once its last moment is older than the window. So {@link #spent()} covers the window and up to a slot
 * more, and {@link #earned()} leaves the oldest slot out: both err to the safe side, by one part in {@value #SLOTS} each.
 */
final class SpendingWindow {
    static final int SLOTS = 256;

    private final long slotNanos;
    // one more than the window has: the oldest, part of which is still in the window
    private final double[] earned = new double[SLOTS + 1];
    private final double[] spent = new double[SLOTS + 1];
    private long slot;
    private long until;
    private double earnedBefore;
    private double spentBefore;

    SpendingWindow(long windowNanos, long now) {
        this.slotNanos = Math.max(1, windowNanos / SLOTS);
        this.slot = Math.floorDiv(now, slotNanos);
        this.until = now;
    }

    /** Lets time go on to {@code now}, earning {@code rate} a second; a moment that is past changes nothing. */
    void advance(long now, double rate) {
        while (until < now) {
            long end = Math.min(now, (slot + 1) * slotNanos);
            earned[place(slot)] += rate * (end - until) * 1e-9;
            until = end;
            if (end == (slot + 1) * slotNanos) {
                nextSlot(now);
            }
        }
    }

    private void nextSlot(long now) {
        long next = slot + 1;
        long ahead = Math.floorDiv(now, slotNanos) - 2L * SLOTS;
        if (ahead > next) { // nothing of a sleep that long is left but its end
            Arrays.fill(earned, 0);
            Arrays.fill(spent, 0);
            next = ahead;
            until = next * slotNanos;
        }
        slot = next;
        earned[place(slot)] = 0;
        spent[place(slot)] = 0;
        earnedBefore = 0;
        spentBefore = 0;
        for (long s = slot - SLOTS; s < slot; s++) {
            earnedBefore += s == slot - SLOTS ? 0 : earned[place(s)];
            spentBefore += spent[place(s)];
        }
    }

    /** Spends at the moment that time has come to. */
    void spend(double cost) {
        spent[place(slot)] += cost;
    }

    /** Takes back part of what was spent at {@code then}; too late once that has left the window. */
    void giveBack(long then, double cost) {
        long place = Math.floorDiv(then, slotNanos);
        if (place == slot) {
            spent[place(place)] -= cost;
        } else if (place >= slot - SLOTS && place < slot) {
            spent[place(place)] -= cost;
            spentBefore -= cost;
        }
    }

    /** Spent in a window that ends now, or a little more. */
    double spent() {
        return spentBefore + spent[place(slot)];
    }

    /** Earned in a window that ends now, or a little less. */
    double earned() {
        return earnedBefore + earned[place(slot)];
    }

    /** When the next slot begins, and with it the oldest one is forgotten. */
    long nextSlotAt() {
        return (slot + 1) * slotNanos;
    }

    private static int place(long slot) {
        return (int) Math.floorMod(slot, (long) SLOTS + 1);
    }
}
