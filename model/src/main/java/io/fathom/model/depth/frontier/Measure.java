package io.fathom.model.depth.frontier;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One number that stopping after each cycle gives to each record. Its mean is a ratio of sums, so that it is that of a stream:
 * TLOps a token, right answers a record, bits a character.
 *
 * @param value of stopping after each cycle, [cycles][records]
 * @param weight [records]: what the sum over records is divided by the sum of; 1 where records count alike, else tokens or
 *     characters
 */
@SuppressWarnings("ArrayRecordComponent") // a table that is read, never compared
public record Measure(double[][] value, double[] weight) {

    public Measure {
        int records = weight.length;
        if (records == 0 || value.length == 0 || !Arrays.stream(value).allMatch(row -> row.length == records)) {
            throw new IllegalArgumentException("values of a stopping problem must have one row a cycle and one column a"
                    + " record, but had " + value.length + " rows for " + records + " records");
        }
    }

    /** Of something that records have or have not: its mean is the share of those that have it. */
    public static Measure share(boolean[][] has) {
        double[] ones = new double[has[0].length];
        Arrays.fill(ones, 1);
        return new Measure(
                Arrays.stream(has)
                        .map(row -> IntStream.range(0, row.length)
                                .mapToDouble(r -> row[r] ? 1 : 0)
                                .toArray())
                        .toArray(double[][]::new),
                ones);
    }

    int cycles() {
        return value.length;
    }

    int records() {
        return weight.length;
    }

    /**
     * @param stops the cycle after which each record stops, counted from 0, [records]
     * @param counts how often each record is there, [records]
     */
    double mean(int[] stops, int[] counts) {
        double values = 0;
        double weights = 0;
        for (int r = 0; r < stops.length; r++) {
            int n = counts[r];
            values += n * value[stops[r]][r];
            weights += n * weight[r];
        }
        return values / weights;
    }

    /** The same records with a weight of their own each. */
    Measure weighted(double[] weights) {
        return new Measure(
                Arrays.stream(value).map(row -> times(row, weights)).toArray(double[][]::new), times(weight, weights));
    }

    private static double[] times(double[] row, double[] weights) {
        return IntStream.range(0, row.length)
                .mapToDouble(r -> row[r] * weights[r])
                .toArray();
    }

    /** In a network of fewer cycles. */
    Measure upTo(int cycles) {
        return new Measure(Arrays.copyOf(value, cycles), weight);
    }

    /** Whether it counts: each value is nothing or the whole weight of its record. */
    boolean isShare() {
        return Arrays.stream(value)
                .allMatch(row -> IntStream.range(0, row.length).allMatch(r -> row[r] == 0 || row[r] == weight[r]));
    }
}
