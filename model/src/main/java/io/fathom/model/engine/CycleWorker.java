package io.fathom.model.engine;

import ai.djl.ndarray.NDManager;
import io.fathom.model.depth.ExitReason;
import io.fathom.model.engine.ActiveBatch.Reading;
import io.fathom.model.nn.CycleNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of one worker: admit, head, one cycle on all active rows, signals, policy, finished rows through the tail and
 * out, again. Owns its rows and their native state; runs on one thread.
 */
final class CycleWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CycleWorker.class);

    private final int index;
    private final CycleNetwork network;
    private final NDManager manager;
    private final AdmissionQueue queue;
    private final EngineBudget budget;
    private final StepPayments payments;
    private final AnswerRule answers;
    private final EngineCounters counters;
    private final LongSupplier nanoClock;
    private final RowEnds ends;
    private final WorkerBatches batches;

    CycleWorker(
            int index,
            ServedModel model,
            AdmissionQueue queue,
            BatchLimits limits,
            EngineBudget budget,
            StepPayments payments,
            AnswerRule answers,
            RecordOutcomes outcomes,
            EngineCounters counters,
            LongSupplier nanoClock) {
        this.index = index;
        this.network = model.network();
        this.manager = model.manager().newSubManager();
        this.queue = queue;
        this.budget = budget;
        this.payments = payments;
        this.answers = answers;
        this.ends = new RowEnds(index, outcomes);
        this.counters = counters;
        this.nanoClock = nanoClock;
        this.batches = new WorkerBatches(manager, network, limits, ends, counters);
    }

    /** Works until the queue is closed and everything is answered. */
    void run() throws InterruptedException {
        while (admit()) {
            batches.join();
            batches.takeAll().forEach(this::step);
        }
    }

    /** Takes newcomers and runs the head on them; false once there is nothing left to do. */
    private boolean admit() throws InterruptedException {
        BatchShape shape = batches.shape();
        BatchLimits now = payments.within(batches.limits());
        List<PendingRecord> newcomers = List.of();
        if (shape.rows() == 0) {
            payments.rest();
            newcomers = queue.take(index, now);
            if (newcomers.isEmpty()) {
                return false;
            }
        } else if (worthAHead(now.rows() - shape.rows())) {
            newcomers = queue.poll(index, shape, now);
        }
        if (!newcomers.isEmpty()) {
            long started = nanoClock.getAsLong();
            List<ActiveRow> rows =
                    newcomers.stream().map(r -> new ActiveRow(r, started)).toList();
            ends.hold(rows);
            counters.started(rows.size());
            payments.admit(rows);
            batches.begin(rows);
        }
        return true;
    }

    /**
     * A full batch that loses a row or two per cycle would run the head on a row or two per cycle, and small matrices are
     * slow. So seats are given away once a quarter is free; in a batch that is not full this is always so.
     */
    private boolean worthAHead(int freeRows) {
        return freeRows >= Math.max(1, batches.limits().rows() / 4) || (freeRows > 0 && queue.hasUrgent());
    }

    private void step(ActiveBatch batch) {
        if (!payments.cycle(batch.rows())) {
            hasten(batch);
            return;
        }
        StepExits exits = budget.exits();
        Reading reading;
        try {
            reading = batch.cycle(exits.needsAnswer());
        } catch (RuntimeException e) {
            batches.addAll(batches.split(batch, e));
            return;
        }
        exits = exits.afterCycle();
        payments.ran(reading, batch.rows());
        batches.succeeded(batch.rows().size());
        List<ActiveRow> audited = new ArrayList<>(0);
        for (int r = 0; r < batch.rows().size(); r++) {
            ActiveRow row = batch.rows().get(r);
            try {
                exits.signals().observe(row, reading, r);
            } catch (ArithmeticException e) {
                batches.failAlone(row, e);
                continue;
            }
            if (row.isAudited()) {
                row.endAudit(depthOfModel());
            } else if (decide(row, exits) && exits.audits(row)) {
                audited.add(row);
            }
        }
        audit(batch, audited, exits.needsAnswer());
        part(batch, exits.needsAnswer());
    }

    /** True if the row stops. */
    private static boolean decide(ActiveRow row, StepExits exits) {
        Optional<ExitReason> reason = exits.decide(row);
        reason.ifPresent(row::leave);
        return reason.isPresent();
    }

    /** Lets those leave that ask for it and have an answer to give, while the budget does not pay for a cycle. */
    private void hasten(ActiveBatch batch) {
        for (ActiveRow row : batch.rows()) {
            if (row.record().urgent() && row.hasAnswer()) {
                row.leave(ExitReason.DEADLINE);
            }
        }
        part(batch, budget.needsAnswer());
    }

    /** Takes the answers of rows that stop, and keeps them in the batch until full depth; the rows at full depth leave. */
    private void audit(ActiveBatch batch, List<ActiveRow> rows, boolean withAnswers) {
        List<ActiveRow> early =
                rows.stream().filter(row -> row.cycles() < depthOfModel()).toList();
        rows.stream().filter(row -> row.cycles() == depthOfModel()).forEach(ActiveRow::auditedAtFullDepth);
        if (withAnswers) {
            early.forEach(row -> ends.audit(row, row.answer()));
            return;
        }
        batches.select(batch, early).forEach(some -> {
            try (some) {
                read(some, some.answer(), ends::audit);
            } catch (RuntimeException e) {
                LOG.debug("an audit failed before it began", e); // its rows leave with the others
            }
        });
    }

    /**
     * Keeps the rows that stay and answers those that leave; the rest has ended.
     *
     * @param withAnswers whether answers were read with the last cycle; that of depth zero is known in any case
     */
    private void part(ActiveBatch batch, boolean withAnswers) {
        List<ActiveRow> staying = new ArrayList<>();
        List<ActiveRow> leaving = new ArrayList<>();
        for (ActiveRow row : batch.rows()) {
            if (ends.holds(row)) {
                (row.isLeaving() ? leaving : staying).add(row);
            }
        }
        if (staying.size() == batch.rows().size()) {
            batches.add(batch);
            return;
        }
        List<ActiveRow> answered =
                leaving.stream().filter(row -> withAnswers || row.cycles() == 0).toList();
        answered.forEach(row -> ends.answer(row, row.answer()));
        leaving.removeAll(answered);
        if (leaving.size() == batch.rows().size()) {
            finish(batch);
            return;
        }
        batches.select(batch, leaving).forEach(this::finish);
        batches.addAll(batches.select(batch, staying));
        batch.close();
    }

    /** Runs the tail on rows that leave, and answers them. */
    private void finish(ActiveBatch batch) {
        float[] values;
        try {
            values = batch.answer();
        } catch (RuntimeException e) {
            batches.split(batch, e).forEach(this::finish);
            return;
        }
        batches.succeeded(batch.rows().size());
        read(batch, values, ends::answer);
        batch.close();
    }

    /** Reads the answer of each row; those whose answer cannot be read have failed. */
    private void read(ActiveBatch batch, float[] values, BiConsumer<ActiveRow, float[]> then) {
        int width = values.length / batch.rows().size();
        int from = 0;
        for (ActiveRow row : batch.rows()) {
            try {
                then.accept(
                        row,
                        answers.read(values, from, row.tokens(), row.record().ngrams(), row.cycles()));
            } catch (ArithmeticException e) {
                batches.failAlone(row, e);
            }
            from += width;
        }
    }

    private int depthOfModel() {
        return network.architecture().maxCycles();
    }

    /** Ends all records of a worker that cannot go on. */
    void abandon(EngineClosedException reason) {
        ends.abandon(reason);
    }

    /** Releases all native memory of the worker. */
    @Override
    public void close() {
        manager.close();
    }
}
