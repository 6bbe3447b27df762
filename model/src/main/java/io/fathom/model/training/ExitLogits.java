package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.CycleNetwork.CycleStep;
import io.fathom.model.nn.RowStates;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What every exit answers to every record of a data set.
 *
 * @param logits [cycles][records][labels]
 */
@SuppressWarnings("ArrayRecordComponent") // a table that is read, never compared
public record ExitLogits(float[][][] logits) {
    private static final int ROWS = 64;

    /** Runs all records to full depth, in batches of similar length. */
    public static ExitLogits of(CycleNetwork network, NDManager parent, int[][] ids) {
        int cycles = network.architecture().maxCycles();
        float[][][] logits = new float[cycles][ids.length][];
        int[] order = IntStream.range(0, ids.length)
                .boxed()
                .sorted(Comparator.comparingInt(i -> ids[i].length))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int from = 0; from < order.length; from += ROWS) {
            int[] rows = Arrays.copyOfRange(order, from, Math.min(order.length, from + ROWS));
            try (NDManager manager = parent.newSubManager()) {
                RowStates states = network.begin(
                        manager, Arrays.stream(rows).mapToObj(r -> ids[r]).toArray(int[][]::new));
                for (int c = 0; c < cycles; c++) {
                    CycleStep step = network.cycle(manager, states, new int[] {c});
                    states = step.states();
                    float[] flat =
                            network.answer(manager, states, new int[] {c}).toFloatArray();
                    int labels = flat.length / rows.length;
                    for (int r = 0; r < rows.length; r++) {
                        logits[c][rows[r]] = Arrays.copyOfRange(flat, r * labels, (r + 1) * labels);
                    }
                }
            }
        }
        return new ExitLogits(logits);
    }

    public int cycles() {
        return logits.length;
    }

    public int records() {
        return logits[0].length;
    }
}
