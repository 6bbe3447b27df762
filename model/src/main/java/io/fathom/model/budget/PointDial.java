package io.fathom.model.budget;

/**
 * An operating point that falls at once and rises late, so that noise in the load does not move it to and fro.
 *
 * <p>Down: as soon as the demand calls for it. Up: when a richer point was affordable with a margin for the whole of a hold
 * time, to the least of the points that were. So the point at steady load is the lower edge of what noise allows; after a
 * peak it jumps back in one step, since what was affordable all the time is known.
 */
final class PointDial {
    private final long holdNanos;
    private int point;
    /** The richest point that was affordable with a margin ever since. */
    private int candidate = Integer.MAX_VALUE;

    private long since;

    PointDial(long holdNanos, int start, long now) {
        this.holdNanos = holdNanos;
        this.point = start;
        this.since = now;
    }

    int point() {
        return point;
    }

    /**
     * @param affordable the richest point that the demand allows now
     * @param safely the richest point that a somewhat larger demand would allow
     */
    void turn(int affordable, int safely, long now) {
        if (affordable < point) {
            point = affordable;
            restart(now);
        } else if (safely <= point) {
            restart(now);
        } else {
            candidate = Math.min(candidate, safely);
            if (now - since >= holdNanos) {
                point = candidate;
                restart(now);
            }
        }
    }

    private void restart(long now) {
        candidate = Integer.MAX_VALUE;
        since = now;
    }
}
