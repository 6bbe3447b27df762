package io.fathom.model.engine;

import io.fathom.model.engine.WrappedNetwork.Hook;
import io.fathom.model.engine.WrappedNetwork.Phase;
import java.util.concurrent.Semaphore;

/** Lets a test decide when each cycle runs: a worker stops before it until the test lets one through. */
final class Turnstile implements Hook {
    private final Semaphore arrived = new Semaphore(0);
    private final Semaphore permits = new Semaphore(0);

    @Override
    public void before(Phase phase, int rows, boolean poisoned) {
        if (phase == Phase.CYCLE) {
            arrived.release();
            permits.acquireUninterruptibly();
        }
    }

    /** Waits until a worker stands before a cycle; each standing is seen once. */
    void awaitArrival() {
        arrived.acquireUninterruptibly();
    }

    /** Lets one cycle run. */
    void letOneThrough() {
        permits.release();
    }

    /** Lets all cycles run from now on. */
    void open() {
        permits.release(1_000_000);
    }
}
