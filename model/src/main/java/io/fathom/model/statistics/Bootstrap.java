package io.fathom.model.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Bootstrap of a mean. For a comparison of two methods the sample is their difference in each seed, which makes it the
 * paired bootstrap: what a seed does to both (data order, initialisation) cancels.
 *
 * <p>Five repetitions are few, and the plain percentile interval is then too narrow: it covers some 83 % where it says 95 %.
 * So the percentiles are moved outwards as Hesterberg's expanded percentile interval does (What Teachers Should Know About
 * the Bootstrap, The American Statistician 69(4), 2015): with n samples, level {@code 1 − α}, Student's quantile t and the
 * normal distribution Φ, the tail on each side is
 *
 * <pre>
 *   α'/2 = Φ( − sqrt(n / (n − 1)) · t(1 − α/2, n − 1) )
 * </pre>
 *
 * which for five samples is the 0.1 % and the 99.9 % percentile. It cannot reach beyond the smallest and the largest sample,
 * so it sees no outlier that has not happened yet.
 */
public final class Bootstrap {
    private static final double ALPHA = 0.05;
    private static final int RESAMPLES = 20_000;

    private final long seed;

    /** @param seed of the resampling; the same seed and samples give the same interval */
    public Bootstrap(long seed) {
        this.seed = seed;
    }

    /** @throws IllegalArgumentException if there is no sample, or one is not finite */
    public Estimate mean(double... samples) {
        if (samples.length == 0 || !Arrays.stream(samples).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    "a mean needs samples that are all finite, but they were " + Arrays.toString(samples));
        }
        int n = samples.length;
        double mean = Arrays.stream(samples).sum() / n;
        if (n == 1) {
            return new Estimate(mean, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1);
        }
        double[] means = resampledMeans(samples);
        double tail = tail(n);
        return new Estimate(mean, Math.min(mean, quantile(means, tail)), Math.max(mean, quantile(means, 1 - tail)), n);
    }

    /** Share of the resampled means that each end of the interval leaves out. */
    static double tail(int n) {
        double t = TDistribution.of(n - 1).inverseSurvivalProbability(ALPHA / 2);
        return NormalDistribution.of(0, 1).cumulativeProbability(-Math.sqrt(n / (n - 1.0)) * t);
    }

    private double[] resampledMeans(double[] samples) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[RESAMPLES];
        for (int b = 0; b < RESAMPLES; b++) {
            double sum = 0;
            for (int i = 0; i < samples.length; i++) {
                sum += samples[random.nextInt(samples.length)];
            }
            means[b] = sum / samples.length;
        }
        Arrays.sort(means);
        return means;
    }

    /** The q-quantile of sorted values, between neighbours by linear interpolation. */
    static double quantile(double[] sorted, double q) {
        double at = q * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
