package io.fathom.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.CycleNetwork.CycleStep;
import io.fathom.model.nn.RowStates;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What every exit answers to every record of a data set, and what every cycle tells. A depth is a number of cycles; a model
 * with an n-gram model has the depth 0 as well, which no cycle tells anything about.
 *
 * @param logits [cycles][records][labels]
 * @param signals [cycles][records][width], in the order of {@link io.fathom.model.nn.SignalLayout}
 * @param tokens of each record, [records]
 * @param middleLayers run by the tokens of each record up to each exit, [cycles][records]
 * @param ngrams what the n-gram model says of the same records; empty where the model has none
 */
@SuppressWarnings("ArrayRecordComponent") // a table that is read, never compared
public record ExitLogits(
        float[][][] logits, float[][][] signals, int[] tokens, double[][] middleLayers, Optional<NgramScores> ngrams) {
    private static final int ROWS = 64;
    private static final float[] NONE = new float[0];

    /** Without depth zero. */
    public ExitLogits(float[][][] logits, float[][][] signals, int[] tokens, double[][] middleLayers) {
        this(logits, signals, tokens, middleLayers, Optional.empty());
    }

    public ExitLogits {
        ngrams.ifPresent(n -> requireSameRecords(n, logits[0].length));
    }

    private static void requireSameRecords(NgramScores ngrams, int records) {
        if (ngrams.logProbabilities().length != records) {
            throw new IllegalArgumentException("n-gram scores must be of the " + records
                    + " records that the network has answered, but are of " + ngrams.logProbabilities().length);
        }
    }

    /** The same network with an n-gram model before it. */
    public ExitLogits withDepthZero(NgramScores scores) {
        return new ExitLogits(logits, signals, tokens, middleLayers, Optional.of(scores));
    }

    /** Runs all records to full depth, in batches of similar length. */
    public static ExitLogits of(CycleNetwork network, NDManager parent, int[][] ids) {
        int cycles = network.architecture().maxCycles();
        float[][][] logits = new float[cycles][ids.length][];
        float[][][] signals = new float[cycles][ids.length][];
        double[][] middleLayers = new double[cycles][ids.length];
        int[] order = IntStream.range(0, ids.length)
                .boxed()
                .sorted(Comparator.comparingInt(i -> ids[i].length))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int from = 0; from < order.length; from += ROWS) {
            int[] rows = Arrays.copyOfRange(order, from, Math.min(order.length, from + ROWS));
            try (NDManager manager = parent.newSubManager()) {
                int[][] batch = Arrays.stream(rows).mapToObj(r -> ids[r]).toArray(int[][]::new);
                RowStates states = network.begin(manager, batch);
                for (int c = 0; c < cycles; c++) {
                    CycleStep step = network.cycle(manager, states, new int[] {c});
                    states = step.states();
                    deal(network.answer(manager, states, new int[] {c}), rows, logits[c]);
                    deal(step.signals(), rows, signals[c]);
                    MiddleLayers.count(network, step, batch, rows, c, middleLayers);
                }
            }
        }
        int[] tokens = Arrays.stream(ids).mapToInt(row -> row.length).toArray();
        return new ExitLogits(logits, signals, tokens, middleLayers);
    }

    /** Row r of [rows, width] is the entry of record {@code rows[r]}. */
    private static void deal(NDArray values, int[] rows, float[][] byRecord) {
        float[] flat = values.toFloatArray();
        int width = flat.length / rows.length;
        for (int r = 0; r < rows.length; r++) {
            byRecord[rows[r]] = Arrays.copyOfRange(flat, r * width, (r + 1) * width);
        }
    }

    public int cycles() {
        return logits.length;
    }

    /** The shallowest depth: 0 with an n-gram model, else 1. */
    public int firstDepth() {
        return ngrams.isPresent() ? 0 : 1;
    }

    /**
     * What the softmax of gives the calibrated probabilities at one depth of one record, [labels].
     *
     * @param depth cycles, from {@link #firstDepth}
     */
    double[] scores(LabelCalibration calibration, int depth, int record) {
        float[] network = depth == 0 ? NONE : logits[depth - 1][record];
        float[] ngram = ngrams.map(n -> n.logProbabilities()[record]).orElse(NONE);
        return CalibratedScores.of(calibration, depth, network, ngram);
    }

    public int records() {
        return logits[0].length;
    }
}
