package io.fathom.model.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.CycleNetwork.CycleStep;
import io.fathom.model.nn.RowStates;
import io.fathom.model.nn.SignalLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Records that run together, and their native state. Row r of every array is record r of {@link #rows()}.
 *
 * <p>Each batch owns one manager, and each step one below it that is closed at its end, so a step that fails leaves the
 * batch as it was. Joining and leaving make new batches; while nobody joins or leaves, the state is not touched. Owned by
 * one worker thread.
 */
final class ActiveBatch implements AutoCloseable {
    private final CycleNetwork network;
    private final NDManager manager;
    private final List<ActiveRow> rows;
    private final SignalLayout layout;
    private RowStates states;

    private ActiveBatch(CycleNetwork network, NDManager manager, List<ActiveRow> rows, RowStates states) {
        this.network = network;
        this.manager = manager;
        this.rows = List.copyOf(rows);
        this.layout = SignalLayout.of(network.architecture());
        this.states = states;
    }

    /**
     * What one cycle tells, read back from the device in one piece.
     *
     * @param values [rows, width], row-major: the signals, then where asked for the answer, then where tokens skip layers
     *     how many of the cycle's layers each token ran
     * @param signals how many of a row are signals, in the order of {@link SignalLayout}
     * @param tokens how many of a row are tokens; 0 where all tokens ran all layers
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record Reading(float[] values, int width, int signals, int tokens) {
        int rows() {
            return values.length / width;
        }

        float zeroAttention(int row) {
            return values[row * width + SignalLayout.MEAN];
        }

        float correctedZeroAttention(int row) {
            return values[row * width + SignalLayout.CORRECTED];
        }

        /** Signals of single heads. */
        float[] heads(int row) {
            return Arrays.copyOfRange(values, row * width + SignalLayout.HEADS, row * width + signals);
        }

        /** Whether tokens ran some layers and not others. */
        boolean skips() {
            return tokens > 0;
        }

        /** Where the layers that each token ran begin in {@link #values()}; only if it {@link #skips}. */
        int openLayers(int row) {
            return (row + 1) * width - tokens;
        }

        /** Where the answer of a row begins in {@link #values()}. */
        int answer(int row) {
            return row * width + signals;
        }
    }

    /** Embeds the records' texts and runs the head layer. */
    static ActiveBatch begin(NDManager parent, CycleNetwork network, List<ActiveRow> rows) {
        return build(
                parent, network, rows, step -> network.begin(step, ids(rows)).hidden());
    }

    private static int[][] ids(List<ActiveRow> rows) {
        return rows.stream().map(row -> row.record().text().ids()).toArray(int[][]::new);
    }

    BatchShape shape() {
        BatchShape shape = BatchShape.EMPTY;
        for (ActiveRow row : rows) {
            shape = shape.with(row.tokens());
        }
        return shape;
    }

    List<ActiveRow> rows() {
        return rows;
    }

    /**
     * Runs one cycle on all rows, whatever cycle each is at.
     *
     * @param withAnswers whether to run the tail and the read-out as well
     */
    Reading cycle(boolean withAnswers) {
        int[] cycles = new int[rows.size()];
        for (int r = 0; r < cycles.length; r++) {
            cycles[r] = rows.get(r).cycles();
        }
        NDArray before = states.hidden();
        try (NDManager step = manager.newSubManager()) {
            before.tempAttach(step); // results belong to the manager of their operands
            CycleStep result = network.cycle(step, states, cycles);
            NDList told = new NDList(result.signals()); // [rows, signals]
            if (withAnswers) {
                told.add(network.answer(step, result.states(), cycles)); // [rows, labels or tokens]
            }
            NDArray open = network.skipsTokens() ? result.openLayers() : null;
            if (open != null) {
                told.add(open); // [rows, tokens]
            }
            float[] values = (told.size() == 1 ? told.get(0) : NDArrays.concat(told, 1)).toFloatArray();
            result.states().hidden().attach(manager);
            states = result.states();
            return new Reading(values, values.length / rows.size(), layout.width(), open == null ? 0 : states.tokens());
        } finally {
            if (states.hidden() != before) {
                before.close();
            }
        }
    }

    /** Whether the rows may run together: cycles that do not share their layers part rows that are at different ones. */
    boolean joins(ActiveBatch other) {
        return network.architecture().stack().shared()
                || rows.get(0).cycles() == other.rows.get(0).cycles();
    }

    /** The cycle that each row has just run, from 0. */
    private int[] lastCycles() {
        return rows.stream().mapToInt(row -> row.cycles() - 1).toArray();
    }

    /** Runs tail and read-out, see {@link CycleNetwork#answer}: [rows, labels or tokens], row-major. */
    float[] answer() {
        try (NDManager step = manager.newSubManager()) {
            states.hidden().tempAttach(step);
            return network.answer(step, states, lastCycles()).toFloatArray();
        }
    }

    /** Some of the rows, in the batch's order, as a batch no wider than they need; this batch stays as it is. */
    ActiveBatch select(NDManager parent, List<ActiveRow> selected) {
        Set<ActiveRow> wanted = Set.copyOf(selected);
        long[] indices = IntStream.range(0, rows.size())
                .filter(r -> wanted.contains(rows.get(r)))
                .mapToLong(r -> r)
                .toArray();
        int width = selected.stream().mapToInt(ActiveRow::tokens).max().orElseThrow();
        return build(parent, network, selected, step -> states.hidden()
                .get(step, new NDIndex(":, :" + width)) // [rows, width, dim]
                .get(step, new NDIndex("{}", step.create(indices)))); // [selected, width, dim]
    }

    /** Both batches as one, as wide as the wider; the two stay as they are. */
    static ActiveBatch join(NDManager parent, ActiveBatch first, ActiveBatch second) {
        List<ActiveRow> rows = new ArrayList<>(first.rows);
        rows.addAll(second.rows);
        int width = Math.max(first.states.tokens(), second.states.tokens());
        return build(
                parent,
                first.network,
                rows,
                step -> NDArrays.concat(
                        new NDList(first.widened(step, width), second.widened(step, width)), 0)); // [rows, width, dim]
    }

    /** Hidden states padded with zeros, [rows, width, dim]; what stands in the padding is never read. */
    private NDArray widened(NDManager step, int width) {
        NDArray hidden = states.hidden();
        int missing = width - states.tokens();
        if (missing == 0) {
            return hidden;
        }
        NDArray zeros =
                step.zeros(new Shape(rows.size(), missing, hidden.getShape().get(2)));
        return NDArrays.concat(new NDList(hidden, zeros), 1);
    }

    private interface HiddenStates {
        /** Makes hidden states [rows, tokens, dim]; whatever else it makes should belong to {@code step}. */
        NDArray in(NDManager step);
    }

    private static ActiveBatch build(
            NDManager parent, CycleNetwork network, List<ActiveRow> rows, HiddenStates states) {
        NDManager manager = parent.newSubManager();
        try (NDManager step = manager.newSubManager()) {
            NDArray hidden = states.in(step);
            hidden.attach(manager);
            RowStates made = RowStates.of(
                    manager, hidden, ids(rows), network.architecture().readout());
            return new ActiveBatch(network, manager, rows, made);
        } catch (Throwable e) {
            manager.close();
            throw e;
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
