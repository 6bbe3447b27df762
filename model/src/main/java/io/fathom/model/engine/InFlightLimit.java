package io.fathom.model.engine;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Back-pressure: bounds the records in flight, waiting or active, in number and in bytes. Callers enter in the order in
 * which they came, so a large record is not starved by small ones.
 */
final class InFlightLimit {
    private final int mostRecords;
    private final long mostBytes;
    /** Fair, and held by the one caller that waits for room: the line in front of the door. */
    private final ReentrantLock line = new ReentrantLock(true);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private int records;
    private long bytes;
    private boolean closed;

    InFlightLimit(int mostRecords, long mostBytes) {
        this.mostRecords = mostRecords;
        this.mostBytes = mostBytes;
    }

    /**
     * Waits for room and takes it. A record larger than the bound is let in once nothing else is in flight.
     *
     * @return false if closed before there was room
     */
    boolean enter(long recordBytes) throws InterruptedException {
        line.lockInterruptibly();
        try {
            lock.lockInterruptibly();
            try {
                while (!closed && !fits(recordBytes)) {
                    room.await();
                }
                if (closed) {
                    return false;
                }
                records++;
                bytes += recordBytes;
                return true;
            } finally {
                lock.unlock();
            }
        } finally {
            line.unlock();
        }
    }

    /** Gives the room of {@code leaving} records back. */
    void leave(int leaving, long leavingBytes) {
        lock.lock();
        try {
            records -= leaving;
            bytes -= leavingBytes;
            room.signal(); // at most one caller waits here, the others stand in line
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody in any more and wakes those who wait. Idempotent. */
    void close() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean fits(long recordBytes) {
        return records == 0 || (records < mostRecords && bytes + recordBytes <= mostBytes);
    }
}
