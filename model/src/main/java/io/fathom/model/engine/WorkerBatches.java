package io.fathom.model.engine;

import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.CycleNetwork;
import java.util.ArrayList;
import java.util.List;

/**
 * The batches of one worker. Usually there is one. A batch that fails is halved, and the halves are batches of their own until
 * they fit together again under the {@link RowLimit}; a record that fails alone is the culprit.
 */
final class WorkerBatches {
    private final NDManager manager;
    private final DeviceCheck device;
    private final CycleNetwork network;
    private final BatchLimits limits;
    private final RowLimit rowLimit;
    private final RowEnds ends;
    private final EngineCounters counters;
    private final List<ActiveBatch> batches = new ArrayList<>();

    /** @param manager parent of all batches */
    WorkerBatches(NDManager manager, CycleNetwork network, BatchLimits limits, RowEnds ends, EngineCounters counters) {
        this.manager = manager;
        this.device = new DeviceCheck(manager);
        this.network = network;
        this.limits = limits;
        this.rowLimit = new RowLimit(limits.rows());
        this.ends = ends;
        this.counters = counters;
    }

    /** What a batch may grow to, as things are. */
    BatchLimits limits() {
        return limits.withRows(rowLimit.current());
    }

    /** Hands all batches over, to be run. */
    List<ActiveBatch> takeAll() {
        List<ActiveBatch> all = List.copyOf(batches);
        batches.clear();
        return all;
    }

    /** Takes a batch that is to be run again. */
    void add(ActiveBatch batch) {
        batches.add(batch);
    }

    void addAll(List<ActiveBatch> several) {
        batches.addAll(several);
    }

    /** Runs the head on newcomers. */
    void begin(List<ActiveRow> rows) {
        try {
            batches.add(ActiveBatch.begin(manager, network, rows));
        } catch (RuntimeException e) {
            if (rows.size() == 1) {
                failAlone(rows.get(0), e);
            } else {
                halved(rows.size());
                begin(rows.subList(0, rows.size() / 2));
                begin(rows.subList(rows.size() / 2, rows.size()));
            }
            return;
        }
        succeeded(rows.size());
    }

    /** Makes one batch of several where the limits and the memory allow it. */
    void join() {
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
        if (!first.joins(second) || !limits().allow(shape)) {
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

    /** What is left of a batch whose step failed: its halves, or nothing if it was a record alone. */
    List<ActiveBatch> split(ActiveBatch batch, RuntimeException cause) {
        List<ActiveRow> rows = batch.rows();
        List<ActiveBatch> halves = new ArrayList<>();
        if (rows.size() == 1) {
            failAlone(rows.get(0), cause);
        } else {
            halved(rows.size());
            halves.addAll(select(batch, rows.subList(0, rows.size() / 2)));
            halves.addAll(select(batch, rows.subList(rows.size() / 2, rows.size())));
        }
        batch.close();
        return halves;
    }

    /** The rows as a batch of their own, or as several where that fails; a row for which even that fails has ended. */
    List<ActiveBatch> select(ActiveBatch batch, List<ActiveRow> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        try {
            return List.of(batch.select(manager, rows));
        } catch (RuntimeException e) {
            if (rows.size() == 1) {
                failAlone(rows.get(0), e);
                return List.of();
            }
            halved(rows.size());
            List<ActiveBatch> parts = new ArrayList<>(select(batch, rows.subList(0, rows.size() / 2)));
            parts.addAll(select(batch, rows.subList(rows.size() / 2, rows.size())));
            return parts;
        }
    }

    /** @throws DeviceLostError if it is the device that fails, not the record */
    void failAlone(ActiveRow row, RuntimeException cause) {
        device.afterFailure(cause);
        rowLimit.culpritFound();
        ends.fail(row, cause);
    }

    private void halved(int rows) {
        rowLimit.failed(rows);
        counters.split();
    }

    void succeeded(int rows) {
        counters.step(rows);
        rowLimit.succeeded();
    }

    BatchShape shape() {
        BatchShape shape = BatchShape.EMPTY;
        for (ActiveBatch batch : batches) {
            shape = shape.with(batch.shape());
        }
        return shape;
    }
}
