package io.fathom.model.depth.frontier;

import io.fathom.model.statistics.Curve;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a frontier is held against, on the records that it was made of: quality by cost.
 *
 * @param fixed every record at the same depth; between two depths some records at one and some at the other
 * @param random every record stops after each cycle with the same probability
 * @param single the best that one threshold on the same score gives, the same after every cycle
 */
public record ReferenceCurves(Curve fixed, Curve random, Curve single) {
    private static final int STEPS = 40;
    private static final int THRESHOLDS = 200;

    /**
     * @param plain costs of stopping without asking for an answer before
     * @param scored costs and scores as the frontier has them
     */
    public static ReferenceCurves of(StoppingTable plain, StoppingTable scored) {
        return new ReferenceCurves(fixed(plain), random(plain), single(scored));
    }

    private static Curve fixed(StoppingTable table) {
        return new Curve(IntStream.range(0, table.cycles())
                .mapToObj(c -> point(table.fixed(c)))
                .toList());
    }

    private static Curve random(StoppingTable table) {
        return new Curve(IntStream.rangeClosed(0, STEPS)
                .mapToObj(i -> point(atRandom(table, (double) i / STEPS)))
                .toList());
    }

    /** The mean of all that can happen. */
    private static StoppingMeans atRandom(StoppingTable table, double probability) {
        StoppingMeans mean = StoppingMeans.ZERO;
        double left = 1;
        for (int c = 0; c < table.cycles(); c++) {
            double here = c == table.cycles() - 1 ? left : left * probability;
            mean = mean.plus(table.fixed(c).times(here));
            left -= here;
        }
        return mean;
    }

    private static Curve single(StoppingTable table) {
        List<Curve.Point> points = IntStream.rangeClosed(0, THRESHOLDS)
                .mapToObj(i -> atThreshold(table, i))
                .distinct()
                .toList();
        return new Curve(points);
    }

    /** At quantiles of the scores of all cycles, and for the last number at none. */
    private static Curve.Point atThreshold(StoppingTable table, int quantile) {
        float[] thresholds = new float[table.cycles() - 1];
        Arrays.fill(thresholds, Float.POSITIVE_INFINITY);
        if (quantile < THRESHOLDS && thresholds.length > 0) {
            float[] all = sorted(table);
            Arrays.fill(thresholds, all[(int) ((long) quantile * all.length / THRESHOLDS)]);
        }
        return point(table.mean(table.stops(thresholds)));
    }

    private static float[] sorted(StoppingTable table) {
        float[] all = new float[table.records() * (table.cycles() - 1)];
        for (int c = 0; c < table.cycles() - 1; c++) {
            System.arraycopy(table.scores()[c], 0, all, c * table.records(), table.records());
        }
        Arrays.sort(all);
        return all;
    }

    private static Curve.Point point(StoppingMeans mean) {
        return new Curve.Point(mean.cost(), mean.quality());
    }
}
