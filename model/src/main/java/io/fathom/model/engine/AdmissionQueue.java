package io.fathom.model.engine;

import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Hands waiting records to workers; {@link LengthGroups} says which. Its lock is held for list operations only. */
final class AdmissionQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final LengthGroups<PendingRecord> waiting;
    private volatile boolean closed;
    private volatile int size;
    private volatile boolean urgent;
    private volatile long tokens;

    /** @param window how many places a record may be overtaken in favour of length grouping */
    AdmissionQueue(long window) {
        this.waiting = new LengthGroups<>(window);
    }

    /** Adds a record at the end; false if the queue is closed. */
    boolean offer(PendingRecord record) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            waiting.add(record);
            publish();
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Moves a record to the front if it still waits. */
    void expedite(PendingRecord record) {
        lock.lock();
        try {
            waiting.expedite(record);
            publish();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a record out that still waits; false if a worker has it, or it was never here. */
    boolean remove(PendingRecord record) {
        lock.lock();
        try {
            boolean waited = waiting.remove(record);
            publish();
            return waited;
        } finally {
            lock.unlock();
        }
    }

    /** What the worker should add to its batch now, without waiting. */
    List<PendingRecord> poll(int worker, BatchShape shape, BatchLimits limits) {
        if (size == 0) {
            return List.of(); // a record that arrives in this instant is seen one cycle later
        }
        lock.lock();
        try {
            return choose(worker, shape, limits);
        } finally {
            lock.unlock();
        }
    }

    /**
     * What a worker with an empty batch should start with; waits for a record.
     *
     * @return empty once the queue is closed and nothing waits any more
     */
    List<PendingRecord> take(int worker, BatchLimits limits) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.size() == 0 && !closed) {
                arrived.await();
            }
            return choose(worker, BatchShape.EMPTY, limits);
        } finally {
            lock.unlock();
        }
    }

    /** Records waiting now. */
    int size() {
        return size;
    }

    /** True once no more records are taken. */
    boolean isClosed() {
        return closed;
    }

    /** Tokens of the records waiting now. */
    long tokens() {
        return tokens;
    }

    /** Shows every waiting record, in no particular order; for short looks, since nobody comes or goes meanwhile. */
    void forEachWaiting(Consumer<PendingRecord> look) {
        lock.lock();
        try {
            waiting.forEach(look);
        } finally {
            lock.unlock();
        }
    }

    /** True if a record asks to be answered now. */
    boolean hasUrgent() {
        return urgent;
    }

    /** Takes no more records; what waits is still handed out. Idempotent. */
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Closes, and returns what waited. */
    List<PendingRecord> abort() {
        lock.lock();
        try {
            close();
            List<PendingRecord> left = waiting.drain();
            publish();
            return left;
        } finally {
            lock.unlock();
        }
    }

    private List<PendingRecord> choose(int worker, BatchShape shape, BatchLimits limits) {
        List<PendingRecord> chosen = waiting.choose(worker, shape, limits);
        publish();
        if (waiting.size() > 0) {
            arrived.signal(); // one arrival may have woken a worker that took less than all
        }
        return chosen;
    }

    private void publish() {
        size = waiting.size();
        urgent = waiting.hasUrgent();
        tokens = waiting.tokens();
    }
}
