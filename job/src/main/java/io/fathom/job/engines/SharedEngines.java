package io.fathom.job.engines;

import io.fathom.model.engine.ScoringEngine;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One engine for all subtasks of a TaskManager that ask for the same one: opened by the first, closed by the last.
 *
 * <p>Weights, native memory and worker threads belong to a machine, not to a subtask, and records of all subtasks fill
 * batches together. One lock a key covers opening and closing: subtasks that wait for an engine wait for the opening
 * anyway, and a job that restarts must not open the new engine while the memory of the old one is still held. Engines of
 * different keys do not wait for each other: the next model is opened while the one in service works. A failed opening
 * leaves nothing behind; the next subtask tries for itself. And one lock covers the reading of a bundle, which may be large and lie
 * far away: subtasks that share the engine do not read it again.
 *
 * <p>Flink restarts only the subtasks that failed. An engine that died is therefore replaced at the next {@link #acquire},
 * not at its last release.
 */
public final class SharedEngines {
    private static final Logger LOG = LoggerFactory.getLogger(SharedEngines.class);

    private final Map<Object, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final Map<Object, Shared> engines = new ConcurrentHashMap<>();
    /** Keys of what was opened, by who asked for what; what has closed since, or died, is planned anew. */
    private final Map<Asked, Object> planned = new ConcurrentHashMap<>();

    private final Consumer<ScoringEngine> admission;

    /** @param admission sees every engine between its opening and its first record, and may refuse it by throwing */
    SharedEngines(Consumer<ScoringEngine> admission) {
        this.admission = admission;
    }

    /**
     * Opens an engine, or shares the one that is open.
     *
     * @throws Exception what the factory throws, or {@link InterruptedException} while another subtask opens the engine
     */
    Lease acquire(EngineFactory factory, BundleRef bundle) throws Exception {
        Asked asked = new Asked(factory, bundle);
        ReentrantLock lock = lockOf(asked);
        lock.lockInterruptibly();
        try {
            Object key = planned.get(asked);
            Lease shared = key == null ? null : share(key);
            if (shared != null) {
                return shared;
            }
            EngineFactory.Plan plan = factory.plan(bundle);
            Lease lease = acquire(plan);
            planned.put(asked, plan.key());
            return lease;
        } finally {
            lock.unlock();
        }
    }

    /** A lease of the engine that is open, or null if there is none that works. */
    private @Nullable Lease share(Object key) throws InterruptedException {
        ReentrantLock lock = lockOf(key);
        lock.lockInterruptibly();
        try {
            Shared shared = engines.get(key);
            if (shared == null || shared.lost) {
                return null;
            }
            shared.leases++;
            return new Lease(key, shared, false);
        } finally {
            lock.unlock();
        }
    }

    private Lease acquire(EngineFactory.Plan plan) throws Exception {
        Object key = plan.key();
        ReentrantLock lock = lockOf(key);
        lock.lockInterruptibly();
        try {
            Shared shared = engines.get(key);
            boolean first = shared == null || shared.lost;
            if (shared == null || shared.lost) {
                shared = new Shared(admitted(plan.open()));
                engines.put(key, shared);
                LOG.info("Opened engine {} for {}", shared.engine.model(), key);
            }
            shared.leases++;
            return new Lease(key, shared, first);
        } finally {
            lock.unlock();
        }
    }

    private ScoringEngine admitted(ScoringEngine engine) {
        try {
            admission.accept(engine);
            return engine;
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /** The engines that are open now. */
    List<ScoringEngine> open() {
        return engines.values().stream().map(shared -> shared.engine).toList();
    }

    private ReentrantLock lockOf(Object key) {
        return locks.computeIfAbsent(key, k -> new ReentrantLock());
    }

    private void release(Lease lease) {
        ReentrantLock lock = lockOf(lease.key);
        lock.lock();
        try {
            if (lease.released) {
                return;
            }
            lease.released = true;
            if (--lease.shared.leases == 0) {
                engines.remove(lease.key, lease.shared);
                lease.shared.engine.close();
                LOG.info("Closed the engine for {}", lease.key);
            }
        } finally {
            lock.unlock();
        }
    }

    private record Asked(EngineFactory factory, BundleRef bundle) {}

    private static final class Shared {
        private final ScoringEngine engine;
        private int leases;
        private volatile boolean lost;

        private Shared(ScoringEngine engine) {
            this.engine = engine;
        }
    }

    /** A share of an engine; closing it twice is the same as once. */
    final class Lease implements AutoCloseable {
        private final Object key;
        private final Shared shared;
        private final boolean first;
        private boolean released;

        private Lease(Object key, Shared shared, boolean first) {
            this.key = key;
            this.shared = shared;
            this.first = first;
        }

        /** True if the engine was opened for this lease. */
        boolean isFirst() {
            return first;
        }

        ScoringEngine engine() {
            return shared.engine;
        }

        /**
         * Says that the engine has stopped by itself: whoever acquires from now on gets a new one, even while idle subtasks
         * still hold this one. Takes no lock, because it is called on threads that closing the engine waits for.
         */
        void engineLost() {
            shared.lost = true;
        }

        @Override
        public void close() {
            release(this);
        }
    }
}
