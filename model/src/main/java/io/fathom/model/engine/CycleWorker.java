package io.fathom.model.engine;

import ai.djl.ndarray.NDManager;
import io.fathom.model.depth.ExitReason;
import io.fathom.model.engine.ActiveBatch.Reading;
import io.fathom.model.nn.CycleNetwork;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The loop of one worker: admit, head, one cycle on all active rows, signals, policy, finished rows through the tail and
 * out, again. Owns its rows and their native state; runs on one thread.
 *
 * <p>Usually there is one batch. A batch that fails is halved, and the halves are batches of their own until they fit
 * together again under the {@link RowLimit}; a record that fails alone is the culprit.
 */
final class CycleWorker implements AutoCloseable {
    private final int index;
    private final CycleNetwork network;
    private final NDManager manager;
    private final AdmissionQueue queue;
    private final BatchLimits limits;
    private final DepthRule depth;
    private final SignalReader signals;
    private final AnswerRule answers;
    private final RecordOutcomes outcomes;
    private final EngineCounters counters;
    private final LongSupplier nanoClock;
    private final RowLimit rowLimit;
    private final List<ActiveBatch> batches = new ArrayList<>();
    /** Rows that have not ended, whatever step they are in. */
    private final Set<ActiveRow> held = new LinkedHashSet<>();

    CycleWorker(
            int index,
            ServedModel model,
            AdmissionQueue queue,
            BatchLimits limits,
            DepthRule depth,
            SignalReader signals,
            AnswerRule answers,
            RecordOutcomes outcomes,
            EngineCounters counters,
            LongSupplier nanoClock) {
        this.index = index;
        this.network = model.network();
        this.manager = model.manager().newSubManager();
        this.queue = queue;
        this.limits = limits;
        this.depth = depth;
        this.signals = signals;
        this.answers = answers;
        this.outcomes = outcomes;
        this.counters = counters;
        this.nanoClock = nanoClock;
        this.rowLimit = new RowLimit(limits.rows());
    }

    /** Works until the queue is closed and everything is answered. */
    void run() throws InterruptedException {
        while (admit()) {
            joinBatches();
            List<ActiveBatch> now = List.copyOf(batches);
            batches.clear();
            now.forEach(this::step);
        }
    }

    /** Takes newcomers and runs the head on them; false once there is nothing left to do. */
    private boolean admit() throws InterruptedException {
        BatchShape shape = shape();
        BatchLimits now = limits.withRows(rowLimit.current());
        List<PendingRecord> newcomers = List.of();
        if (shape.rows() == 0) {
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
            held.addAll(rows);
            counters.started(rows.size());
            begin(rows);
        }
        return true;
    }

    /**
     * A full batch that loses a row or two per cycle would run the head on a row or two per cycle, and small matrices are
     * slow. So seats are given away once a quarter is free; in a batch that is not full this is always so.
     */
    private boolean worthAHead(int freeRows) {
        return freeRows >= Math.max(1, rowLimit.current() / 4) || (freeRows > 0 && queue.hasUrgent());
    }

    private void begin(List<ActiveRow> rows) {
        try {
            batches.add(ActiveBatch.begin(manager, network, rows));
        } catch (RuntimeException e) {
            if (rows.size() == 1) {
                failAlone(rows.get(0), e);
            } else {
                rowLimit.failed(rows.size());
                begin(rows.subList(0, rows.size() / 2));
                begin(rows.subList(rows.size() / 2, rows.size()));
            }
            return;
        }
        succeeded(rows.size());
    }

    /** Makes one batch of several where the limits and the memory allow it. */
    private void joinBatches() {
        int i = 0;
        while (i + 1 < batches.size()) {
            if (!join(i)) {
                i++;
            }
        }
    }

    /** Makes one batch of number {@code i} and the next; false if they stay two. */
    private boolean join(int i) {
        ActiveBatch first = batches.get(i);
        ActiveBatch second = batches.get(i + 1);
        BatchShape shape = first.shape().with(second.shape());
        if (!first.joins(second) || !limits.withRows(rowLimit.current()).allow(shape)) {
            return false;
        }
        ActiveBatch joined;
        try {
            joined = ActiveBatch.join(manager, first, second);
        } catch (RuntimeException e) { // both are as they were
            rowLimit.failed(shape.rows());
            return false;
        }
        batches.set(i, joined);
        batches.remove(i + 1);
        first.close();
        second.close();
        return true;
    }

    private void step(ActiveBatch batch) {
        Reading reading;
        try {
            reading = batch.cycle(depth.policy().needsAnswer());
        } catch (RuntimeException e) {
            batches.addAll(split(batch, e));
            return;
        }
        succeeded(batch.rows().size());
        List<ActiveRow> staying = new ArrayList<>();
        List<ActiveRow> leaving = new ArrayList<>();
        for (int r = 0; r < batch.rows().size(); r++) {
            ActiveRow row = batch.rows().get(r);
            try {
                signals.observe(row, reading, r);
            } catch (ArithmeticException e) {
                failAlone(row, e);
                continue;
            }
            Optional<ExitReason> reason = depth.decide(
                    row.lastSignal(), row.record().cycleLimit(), row.record().urgent());
            reason.ifPresent(row::leave);
            (reason.isPresent() ? leaving : staying).add(row);
        }
        part(batch, staying, leaving);
    }

    /** Keeps the rows that stay and answers those that leave; the rest has failed. */
    private void part(ActiveBatch batch, List<ActiveRow> staying, List<ActiveRow> leaving) {
        if (staying.size() == batch.rows().size()) {
            batches.add(batch);
            return;
        }
        if (depth.policy().needsAnswer()) {
            leaving.forEach(row -> answer(row, row.answer()));
        } else if (leaving.size() == batch.rows().size()) {
            finish(batch);
            return;
        } else {
            select(batch, leaving).ifPresent(this::finish);
        }
        select(batch, staying).ifPresent(batches::add);
        batch.close();
    }

    /** Runs the tail on rows that leave, and answers them. */
    private void finish(ActiveBatch batch) {
        float[] values;
        try {
            values = batch.answer();
        } catch (RuntimeException e) {
            split(batch, e).forEach(this::finish);
            return;
        }
        succeeded(batch.rows().size());
        int width = values.length / batch.rows().size();
        int from = 0;
        for (ActiveRow row : batch.rows()) {
            try {
                answer(row, answers.read(values, from, row.tokens(), row.cycles()));
            } catch (ArithmeticException e) {
                failAlone(row, e);
            }
            from += width;
        }
        batch.close();
    }

    /** What is left of a batch whose step failed: its halves, or nothing if it was a record alone. */
    private List<ActiveBatch> split(ActiveBatch batch, RuntimeException cause) {
        List<ActiveRow> rows = batch.rows();
        List<ActiveBatch> halves = new ArrayList<>();
        if (rows.size() == 1) {
            failAlone(rows.get(0), cause);
        } else {
            rowLimit.failed(rows.size());
            select(batch, rows.subList(0, rows.size() / 2)).ifPresent(halves::add);
            select(batch, rows.subList(rows.size() / 2, rows.size())).ifPresent(halves::add);
        }
        batch.close();
        return halves;
    }

    /** The rows as a batch of their own; empty without rows, or if not even that could be made and they have failed. */
    private Optional<ActiveBatch> select(ActiveBatch batch, List<ActiveRow> rows) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(batch.select(manager, rows));
        } catch (RuntimeException e) {
            rows.forEach(row -> fail(row, e));
            return Optional.empty();
        }
    }

    private void answer(ActiveRow row, float[] read) {
        outcomes.answer(row, read, index);
        held.remove(row); // not before: what is not held when the worker fails is never told
    }

    private void failAlone(ActiveRow row, RuntimeException cause) {
        rowLimit.culpritFound();
        fail(row, cause);
    }

    private void fail(ActiveRow row, RuntimeException cause) {
        outcomes.fail(row, cause);
        held.remove(row);
    }

    private void succeeded(int rows) {
        counters.step(rows);
        rowLimit.succeeded();
    }

    private BatchShape shape() {
        BatchShape shape = BatchShape.EMPTY;
        for (ActiveBatch batch : batches) {
            shape = shape.with(batch.shape());
        }
        return shape;
    }

    /** Ends all records of a worker that cannot go on. */
    void abandon(EngineClosedException reason) {
        held.forEach(row -> outcomes.abandon(row, reason));
        held.clear();
    }

    /** Releases all native memory of the worker. */
    @Override
    public void close() {
        manager.close();
    }
}
