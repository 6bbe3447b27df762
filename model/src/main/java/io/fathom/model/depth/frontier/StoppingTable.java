package io.fathom.model.depth.frontier;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What stopping after every cycle would show, give and cost, for every record of a set that was run to full depth. Both means
 * are ratios of sums, so that they are those of a stream: TLOps a token, right answers a record, bits a character.
 *
 * @param scores what thresholds are held against, [cycles − 1][records], higher is more reason to stop
 * @param quality of stopping after each cycle, [cycles][records]; its sum over records is divided by that of
 *     {@code qualityWeight}
 * @param qualityWeight [records]: 1 where records count alike, characters for bits per character
 * @param cost in TLOps of stopping after each cycle, [cycles][records]; its sum is divided by that of {@code costWeight}
 * @param costWeight [records]: tokens
 */
@SuppressWarnings("ArrayRecordComponent") // tables that are read, never compared
public record StoppingTable(
        float[][] scores, double[][] quality, double[] qualityWeight, double[][] cost, double[] costWeight) {

    public StoppingTable {
        int records = qualityWeight.length;
        boolean square = records > 0
                && costWeight.length == records
                && quality.length == cost.length
                && scores.length == quality.length - 1
                && Arrays.stream(scores).allMatch(row -> row.length == records)
                && Arrays.stream(quality).allMatch(row -> row.length == records)
                && Arrays.stream(cost).allMatch(row -> row.length == records);
        if (!square) {
            throw new IllegalArgumentException(
                    "tables of a stopping problem must have one row a cycle (scores one less)"
                            + " and one column a record, but had " + scores.length + ", " + quality.length + " and "
                            + cost.length
                            + " rows for " + records + " records");
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
        return quality.length;
    }

    public int records() {
        return qualityWeight.length;
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
    public CostQuality mean(int[] stops) {
        return mean(stops, once());
    }

    /** @param counts how often each record is there, [records] */
    CostQuality mean(int[] stops, int[] counts) {
        double qualities = 0;
        double qualityWeights = 0;
        double costs = 0;
        double costWeights = 0;
        for (int r = 0; r < stops.length; r++) {
            int n = counts[r];
            qualities += n * quality[stops[r]][r];
            qualityWeights += n * qualityWeight[r];
            costs += n * cost[stops[r]][r];
            costWeights += n * costWeight[r];
        }
        return new CostQuality(costs / costWeights, qualities / qualityWeights);
    }

    /** Every record stops after the same cycle, counted from 0. */
    public CostQuality fixed(int cycle) {
        return mean(IntStream.generate(() -> cycle).limit(records()).toArray());
    }

    /** The same records with a weight of their own each; what is measured has the mix that the weights make. */
    public StoppingTable weighted(double[] weights) {
        return new StoppingTable(
                scores,
                Arrays.stream(quality).map(row -> times(row, weights)).toArray(double[][]::new),
                times(qualityWeight, weights),
                Arrays.stream(cost).map(row -> times(row, weights)).toArray(double[][]::new),
                times(costWeight, weights));
    }

    private static double[] times(double[] row, double[] weights) {
        return IntStream.range(0, row.length)
                .mapToDouble(r -> row[r] * weights[r])
                .toArray();
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
                Arrays.copyOf(scores, cycles - 1),
                Arrays.copyOf(quality, cycles),
                qualityWeight,
                Arrays.copyOf(cost, cycles),
                costWeight);
    }

    /** Whether qualities are counts of right answers: each is nothing or the whole weight of its record. */
    boolean isCount() {
        return Arrays.stream(quality).allMatch(row -> IntStream.range(0, row.length)
                .allMatch(r -> row[r] == 0 || row[r] == qualityWeight[r]));
    }
}
