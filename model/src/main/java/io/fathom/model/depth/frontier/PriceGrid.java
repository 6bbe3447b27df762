package io.fathom.model.depth.frontier;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Prices of compute that are worth solving for: 0, and around what depth can buy on these records at best, that is the
 * difference between each record's best cycle and its first, by the cost of full depth beyond the first cycle.
 */
final class PriceGrid {
    private static final int PRICES = 72;
    private static final double HIGHEST = 50;
    private static final double LOWEST = 5e-4;

    private PriceGrid() {}

    /** From the highest down to 0; none where no record gains from depth. */
    static double[] of(StoppingTable table) {
        double most = bestPrice(table);
        if (!(most > 0)) {
            return new double[0];
        }
        double ratio = Math.pow(LOWEST / HIGHEST, 1.0 / (PRICES - 2));
        return DoubleStream.concat(
                        IntStream.range(0, PRICES - 1).mapToDouble(i -> HIGHEST * most * Math.pow(ratio, i)),
                        DoubleStream.of(0))
                .toArray();
    }

    private static double bestPrice(StoppingTable table) {
        int last = table.cycles() - 1;
        double[][] quality = table.quality().value();
        int[] best = IntStream.range(0, table.records())
                .map(r -> IntStream.rangeClosed(0, last).reduce(0, (a, b) -> quality[b][r] > quality[a][r] ? b : a))
                .toArray();
        double gain = table.mean(best).quality() - table.fixed(0).quality();
        double cost = table.fixed(last).cost() - table.fixed(0).cost();
        return cost > 0 ? gain / cost : 0;
    }
}
