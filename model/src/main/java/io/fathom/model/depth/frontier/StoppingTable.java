package io.fathom.model.depth.frontier;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What stopping after every cycle would show, give and cost, for every record of a set that was run to full depth.
 *
 * @param firstDepth cycles of the first row: 0 where records may leave before the first layer, else 1
 * @param scores what thresholds are held against, [depths − 1][records], higher is more reason to stop
 * @param quality of the answers, higher is better
 * @param agreement 1 where the answer says the same as that at full depth, 0 where not: what an audit finds
 * @param cost in TLOps, weighted by tokens
 */
@SuppressWarnings("ArrayRecordComponent") // tables that are read, never compared
public record StoppingTable(int firstDepth, float[][] scores, Measure quality, Measure agreement, Measure cost) {

    /** Of a model that answers after one cycle at the earliest. */
    public StoppingTable(float[][] scores, Measure quality, Measure agreement, Measure cost) {
        this(1, scores, quality, agreement, cost);
    }

    public StoppingTable {
        int records = quality.records();
        boolean square =
                Stream.of(agreement, cost).allMatch(m -> m.records() == records && m.cycles() == quality.cycles())
                        && scores.length == quality.cycles() - 1
                        && Arrays.stream(scores).allMatch(row -> row.length == records);
        if (!square) {
            throw new IllegalArgumentException(
                    "tables of a stopping problem must have one row a cycle (scores one less)"
                            + " and one column a record, but had " + scores.length + ", " + quality.cycles() + ", "
                            + agreement.cycles() + " and " + cost.cycles() + " rows for " + records + " records");
        }
        for (float[] row : scores) {
            for (float score : row) {
                if (Float.isNaN(score)) {
                    throw new IllegalArgumentException("scores of a stopping problem must be numbers, but one is none");
                }
            }
        }
    }

    public int cycles() {
        return quality.cycles();
    }

    public int records() {
        return quality.records();
    }

    /**
     * Where each record stops, cycles counted from 0: the first whose score reaches its threshold, or the last.
     *
     * @param thresholds one for each cycle but the last
     */
    public int[] stops(float[] thresholds) {
        int[] stops = new int[records()];
        for (int r = 0; r < stops.length; r++) {
            int cycle = 0;
            while (cycle < thresholds.length && scores[cycle][r] < thresholds[cycle]) {
                cycle++;
            }
            stops[r] = cycle;
        }
        return stops;
    }

    /** Means over all records. */
    public StoppingMeans mean(int[] stops) {
        return mean(stops, once());
    }

    /** @param counts how often each record is there, [records] */
    StoppingMeans mean(int[] stops, int[] counts) {
        return new StoppingMeans(cost.mean(stops, counts), quality.mean(stops, counts), agreement.mean(stops, counts));
    }

    /** Every record stops after the same cycle, counted from 0. */
    public StoppingMeans fixed(int cycle) {
        return mean(IntStream.generate(() -> cycle).limit(records()).toArray());
    }

    /** The same records with a weight of their own each; what is measured has the mix that the weights make. */
    public StoppingTable weighted(double[] weights) {
        return new StoppingTable(
                firstDepth, scores, quality.weighted(weights), agreement.weighted(weights), cost.weighted(weights));
    }

    /** Every record is there once. */
    int[] once() {
        int[] counts = new int[records()];
        Arrays.fill(counts, 1);
        return counts;
    }

    /** The same records in a network of fewer cycles. */
    StoppingTable upTo(int cycles) {
        return new StoppingTable(
                firstDepth,
                Arrays.copyOf(scores, cycles - 1),
                quality.upTo(cycles),
                agreement.upTo(cycles),
                cost.upTo(cycles));
    }
}
