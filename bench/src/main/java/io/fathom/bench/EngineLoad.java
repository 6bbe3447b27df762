package io.fathom.bench;

import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringRequest;
import io.fathom.model.engine.ScoringResult;
import io.fathom.model.engine.ScoringTicket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps an engine full for a while and tells what it did.
 *
 * <p>Whole batches end at once, so a rate over a fixed window would be off by a batch at either end. Each worker is
 * therefore timed from the end of its first batch in the window to the end of its last, and the batches after the first are
 * what it did in that time.
 */
final class EngineLoad {
    /** Answers of one batch arrive within this time of each other. */
    private static final long BURST_NANOS = 1_000_000;

    /**
     * @param recordsPerSecond all workers together
     * @param meanCycles cycles per record
     * @param tlopsPerRecord token-layer operations charged per record
     * @param recordsPerCpuSecond records per second that a core spent in the engine's workers
     */
    record Rate(double recordsPerSecond, double meanCycles, double tlopsPerRecord, double recordsPerCpuSecond) {}

    private static final class Worker {
        long first = -1;
        long last;
        long afterFirst;
    }

    private final ScoringEngine engine;
    private final List<String> texts;
    private final Worker[] workers;
    private long answered;
    private long cycles;
    private long tlops;
    private long from;
    private long until;

    private EngineLoad(ScoringEngine engine, List<String> texts, int workers) {
        this.engine = engine;
        this.texts = texts;
        this.workers = new Worker[workers];
        for (int w = 0; w < workers; w++) {
            this.workers[w] = new Worker();
        }
    }

    /**
     * Submits texts, over and over, for {@code warmUp} and then for {@code duration}, which is what is measured.
     *
     * @param workers worker threads of the engine
     */
    static Rate measure(ScoringEngine engine, int workers, List<String> texts, Duration warmUp, Duration duration)
            throws InterruptedException {
        return new EngineLoad(engine, texts, workers).run(warmUp, duration);
    }

    private Rate run(Duration warmUp, Duration duration) throws InterruptedException {
        from = System.nanoTime() + warmUp.toNanos();
        until = from + duration.toNanos();
        String threads = "fathom-engine-" + engine.model().id() + "-";
        List<CompletableFuture<?>> open = new ArrayList<>();
        long cpuStart = -1;
        for (int i = 0; System.nanoTime() < until; i++) {
            if (cpuStart < 0 && System.nanoTime() >= from) {
                cpuStart = CpuTime.ofThreads(threads);
            }
            ScoringTicket ticket = engine.submit(ScoringRequest.of("bench", texts.get(i % texts.size())));
            open.add(ticket.result().thenAccept(this::count));
            if (open.size() > 10_000) {
                open.removeIf(CompletableFuture::isDone);
            }
        }
        long cpuNanos = CpuTime.ofThreads(threads) - cpuStart;
        open.forEach(CompletableFuture::join); // the engine is left idle
        return rate(cpuNanos);
    }

    private synchronized void count(ScoringResult result) {
        long now = System.nanoTime();
        if (now < from || now > until) {
            return;
        }
        answered++;
        cycles += result.trace().cyclesUsed();
        tlops += result.cost().tlops();
        Worker worker = workers[result.cost().worker()];
        if (worker.first < 0) {
            worker.first = now;
        } else if (now - worker.first > BURST_NANOS) {
            worker.afterFirst++;
            worker.last = now;
        }
    }

    private synchronized Rate rate(long cpuNanos) {
        double perSecond = 0;
        for (Worker worker : workers) {
            if (worker.afterFirst == 0) {
                throw new IllegalStateException(
                        "each worker must end at least two batches while it is measured, but one"
                                + " did not: the machine is too busy or the time too short");
            }
            perSecond += worker.afterFirst * 1e9 / (worker.last - worker.first);
        }
        return new Rate(perSecond, (double) cycles / answered, (double) tlops / answered, answered * 1e9 / cpuNanos);
    }
}
