package io.fathom.model.engine;

import io.fathom.model.budget.BudgetStatus;
import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.budget.CostModel;
import io.fathom.model.budget.PointAgreement;
import io.fathom.model.bundle.ModelIdentity;
import io.fathom.model.depth.ExitReason;
import io.fathom.model.depth.ExitSignal;
import io.fathom.model.text.TokenizedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Depth-wise continuous batching: workers whose batches hold records at different cycles, joined and left between cycles.
 *
 * <p>This class owns threads, queue and life cycle, and knows nothing of arrays; {@link CycleWorker} is the loop, {@link
 * ActiveBatch} the arithmetic. Weights are shared by all workers and only read.
 *
 * <p>Texts are tokenized in {@link #submit}, on the caller's thread: that spreads the work over the callers, keeps the
 * workers on matrices, and the queue needs the length to group by it.
 *
 * <p>An exception from a batch step ends at most the record that causes it. An {@link Error} says that the process is ill, so
 * it ends the engine: every ticket completes with {@link EngineClosedException}, and the caller can replay its records elsewhere.
 */
final class CycleScheduler implements ScoringEngine {
    private static final Logger LOG = LoggerFactory.getLogger(CycleScheduler.class);
    /** A record may be overtaken, in favour of length grouping, by this many batches' worth of younger ones. */
    private static final long WINDOW_BATCHES = 8;

    private final ServedModel model;
    private final EnginePlacement placement;
    private final CostModel costs;
    private final LongSupplier nanoClock;
    private final EngineCounters counters = new EngineCounters();
    private final InFlightLimit inFlight;
    private final AdmissionQueue queue;
    private final EngineBudget budget;
    private final RecordOutcomes outcomes;
    private final AnswerRule answers;
    private final AtomicLong sequence = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger running;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean released;
    private volatile @Nullable Throwable failure;

    private CycleScheduler(
            ServedModel model, EnginePlacement placement, EngineOptions options, LongSupplier nanoClock) {
        this.model = model;
        this.placement = placement;
        this.costs = model.costModel();
        this.nanoClock = nanoClock;
        this.inFlight = new InFlightLimit(options.queueRecords(), options.queueBytes());
        this.queue = new AdmissionQueue(WINDOW_BATCHES * options.maxBatchRows());
        this.answers = AnswerRule.of(model, options.topK());
        int workers = options.workersOn(model.manager().getDevice().isGpu());
        this.budget = new EngineBudget(
                model.identity().toString(),
                new StepExits.ByPolicy(
                        new DepthRule(options.exitPolicy(), model.maxCycles()),
                        new SignalReader(options.exitPolicy(), model.probes(), answers)),
                model.frontier()
                        .map(frontier -> FrontierExits.of(frontier, model, answers, costs))
                        .orElse(null),
                DriftWatch.of(model),
                costs,
                queue,
                workers,
                nanoClock);
        budget.change(options.budget());
        this.outcomes = new RecordOutcomes(answers, costs, model.maxCycles(), budget, counters, inFlight, nanoClock);
        this.running = new AtomicInteger(workers);
        for (int w = 0; w < workers; w++) {
            CycleWorker worker = new CycleWorker(
                    w,
                    model,
                    queue,
                    new BatchLimits(options.maxBatchRows(), options.maxBatchTokens()),
                    budget,
                    new StepPayments(budget, costs, model.maxCycles(), queue::isClosed, nanoClock),
                    answers,
                    outcomes,
                    counters,
                    nanoClock);
            Thread thread = new Thread(
                    () -> runWorker(worker), "fathom-engine-" + model.identity().id() + "-" + w);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    /** On the device of the model's manager, which is the one that was asked for. */
    static CycleScheduler start(ServedModel model, EngineOptions options, LongSupplier nanoClock) {
        EnginePlacement placement = new EnginePlacement(
                Devices.name(model.manager().getDevice()), options.hardware().precision(), false);
        return start(model, placement, options, nanoClock);
    }

    /**
     * Starts the workers; takes over the model's resources.
     *
     * @param placement says where {@code model} is
     * @param nanoClock nanoseconds since some fixed moment, for the times in results
     */
    static CycleScheduler start(
            ServedModel model, EnginePlacement placement, EngineOptions options, LongSupplier nanoClock) {
        CycleScheduler scheduler = new CycleScheduler(model, placement, options, nanoClock);
        scheduler.threads.forEach(Thread::start);
        return scheduler;
    }

    @Override
    public ScoringTicket submit(ScoringRequest request) throws InterruptedException {
        long bytes = PendingRecord.bytes(request);
        if (!inFlight.enter(bytes)) {
            throw closed();
        }
        boolean handedOver = false;
        try {
            PendingRecord record = pending(request);
            BudgetInForce inForce = budget.inForce();
            if (inForce != null && inForce.sheds(record)) {
                return failed(new RecordShedException("record '" + request.id() + "' must fit into the budget of "
                        + Math.round(inForce.budget().tlopsPerSecond())
                        + " TLOps/s, but even at the least depth it would be answered late: raise the budget, or hand"
                        + " it over again later"));
            }
            if (record.hasDepthZero() && leavesAtDepthZero(record)) {
                handedOver = true; // its room has been given back with the answer
                return record;
            }
            handedOver = queue.offer(record);
            if (!handedOver) {
                throw closed();
            }
            counters.submitted();
            return record;
        } catch (TokenizerFailure e) {
            return failed(new RecordFailedException(
                    "text of record '" + request.id() + "' must be tokenizable, but failed: " + e.reason, e.reason));
        } finally {
            if (!handedOver) {
                inFlight.leave(1, bytes);
            }
        }
    }

    /** Answers a record at depth zero if it is to go no deeper; the cost of its n-gram model is paid in any case. */
    private boolean leavesAtDepthZero(PendingRecord record) {
        StepPayments.depthZero(budget, costs.depthZero(record.tokens()), queue::isClosed, nanoClock);
        StepExits exits = budget.exits();
        Optional<ExitReason> reason = exits.decideAtDepthZero(record);
        if (reason.isEmpty()) {
            return false;
        }
        if (exits.audits(record)) {
            record.goOn(outcomes.atDepthZero(record, reason.get()));
            return false;
        }
        counters.submitted();
        outcomes.answerAtDepthZero(record, reason.get());
        return true;
    }

    private @Nullable DepthZeroAnswer depthZero(String text) {
        if (model.ngrams().isEmpty()) {
            return null;
        }
        float[] scores = model.ngrams().get().logProbabilities(text);
        float[] read = answers.readDepthZero(scores);
        ExitSignal signal = ExitSignal.ofDepthZero(answers.confidence(read), answers.entropy(read));
        return new DepthZeroAnswer(scores, read, signal, answers.verdict(read, 0));
    }

    private ScoringTicket failed(RuntimeException reason) {
        counters.submitted();
        counters.failedEarly();
        return new FailedTicket(CompletableFuture.failedFuture(reason));
    }

    private PendingRecord pending(ScoringRequest request) throws TokenizerFailure {
        long submitted = nanoClock.getAsLong();
        TokenizedText text = tokenize(request.text());
        int cycleLimit = Math.min(request.maxCycles().orElse(model.maxCycles()), model.maxCycles());
        return new PendingRecord(
                request,
                text,
                cycleLimit,
                sequence.getAndIncrement(),
                submitted,
                queue,
                depthZero(request.text()),
                record -> outcomes.answerAtDepthZero(record, ExitReason.DEADLINE));
    }

    private TokenizedText tokenize(String text) throws TokenizerFailure {
        try {
            return model.encoder().encode(text, model.network().architecture().maxTokens());
        } catch (RuntimeException e) {
            if (released) {
                throw closed();
            }
            throw new TokenizerFailure(e);
        }
    }

    private static final class TokenizerFailure extends Exception {
        private static final long serialVersionUID = 1L;

        final RuntimeException reason;

        TokenizerFailure(RuntimeException reason) {
            super(reason);
            this.reason = reason;
        }
    }

    /** A record that never got as far as the queue. */
    private record FailedTicket(CompletableFuture<ScoringResult> result) implements ScoringTicket {
        @Override
        public void answerNow() {
            // the answer is there
        }
    }

    private void runWorker(CycleWorker worker) {
        try (worker) {
            TorchThreads.inferOnThisThread();
            worker.run();
        } catch (Throwable e) {
            fail(e);
            worker.abandon(closed());
        } finally {
            if (running.decrementAndGet() == 0) {
                release();
            }
        }
    }

    /** Ends the engine because of an error that is no record's fault. */
    private void fail(Throwable cause) {
        failure = cause;
        LOG.error("engine of {} stops", model.identity(), cause);
        inFlight.close();
        queue.abort().forEach(record -> outcomes.abandon(record, closed()));
    }

    /** Frees what the workers shared; run by the last of them. */
    private void release() {
        released = true;
        try {
            model.resources().close();
        } catch (Exception e) {
            LOG.warn("resources of {} could not be released", model.identity(), e);
        } finally {
            stopped.countDown();
        }
    }

    private EngineClosedException closed() {
        Throwable cause = failure;
        return cause == null
                ? new EngineClosedException("engine of " + model.identity() + " must be open, but has been closed")
                : new EngineClosedException(
                        "engine of " + model.identity() + " must be open, but stopped on " + cause, cause);
    }

    @Override
    public ModelIdentity model() {
        return model.identity();
    }

    @Override
    public int maxCycles() {
        return model.maxCycles();
    }

    @Override
    public CostModel costModel() {
        return costs;
    }

    @Override
    public EnginePlacement placement() {
        return placement;
    }

    @Override
    public void budget(Optional<ComputeBudget> wanted) {
        budget.change(wanted);
    }

    @Override
    public Optional<BudgetStatus> budgetStatus() {
        return budget.status();
    }

    @Override
    public List<PointAgreement> agreements() {
        return budget.agreements();
    }

    @Override
    public EngineStats stats() {
        return counters.snapshot(queue.size());
    }

    @Override
    public void close() {
        inFlight.close();
        queue.close();
        if (threads.contains(Thread.currentThread())) {
            return; // called by a dependent of a ticket: waiting for this very thread would never end
        }
        boolean interrupted = false;
        while (true) {
            try {
                stopped.await();
                for (Thread thread : threads) {
                    thread.join();
                }
                break;
            } catch (InterruptedException e) {
                interrupted = true; // native memory must not be left behind; the work in flight is bounded
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
