package io.fathom.model.depth.frontier;

import java.util.Arrays;

/**
 * What a candidate costs and gives on records that it was not made of, and how far a measurement may be from that.
 *
 * <p>Thresholds look better on the records that they were chosen on than on others. Efron's bootstrap (Efron & Tibshirani 1993,
 * chapter 17) says by how much: the choice is made again on every resample b, and
 *
 * <pre>
 *   optimism  = mean over b of ( on its own resample − on all records )
 *   estimate  = on all records − optimism
 *   error(b)  = on another resample − ( on its own resample − optimism )
 * </pre>
 *
 * The errors stand for all that lies between the estimate and what a new sample of as many records will show: the scatter of
 * these records, of the new ones, and of the choice. What they cannot see: new records of another kind.
 *
 * @param estimate of cost and quality
 * @param errors [resamples], in the same order for all candidates
 * @param onResamples what the final thresholds give on the resamples, in the same order
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record HonestEstimate(CostQuality estimate, CostQuality[] errors, CostQuality[] onResamples) {

    static HonestEstimate of(Candidate candidate, int resamples, long seed) {
        StoppingTable table = candidate.table();
        Resamples samples = new Resamples(table.records(), seed);
        int[] stops = table.stops(candidate.thresholds());
        CostQuality[] errors = new CostQuality[resamples];
        CostQuality[] onResamples = new CostQuality[resamples];
        CostQuality optimism = new CostQuality(0, 0);
        for (int b = 0; b < resamples; b++) {
            int[] own = samples.next();
            int[] other = samples.next();
            int[] stopsThen = table.stops(candidate.thresholds(own));
            CostQuality onOwn = table.mean(stopsThen, own);
            errors[b] = table.mean(stopsThen, other).minus(onOwn);
            onResamples[b] = table.mean(stops, own);
            optimism = optimism.plus(onOwn.minus(table.mean(stopsThen)).times(1.0 / resamples));
        }
        for (int b = 0; b < resamples; b++) {
            errors[b] = errors[b].plus(optimism);
        }
        CostQuality estimate = table.mean(stops).minus(optimism);
        double most = table.isCount() ? 1 : Double.POSITIVE_INFINITY;
        return new HonestEstimate(
                new CostQuality(estimate.cost(), Math.min(most, estimate.quality())), errors, onResamples);
    }

    double costError() {
        return deviation(Arrays.stream(errors).mapToDouble(CostQuality::cost).toArray());
    }

    double qualityError() {
        return deviation(Arrays.stream(errors).mapToDouble(CostQuality::quality).toArray());
    }

    /** Root of the mean square: errors are around 0 but for what the correction has left over. */
    private static double deviation(double[] errors) {
        return Math.sqrt(Arrays.stream(errors).map(e -> e * e).average().orElse(0));
    }

    /**
     * By how many standard deviations the quality is better than that of another: of the difference on the same resamples,
     * where what both have in common cancels. Infinite where the difference is the same on all.
     */
    double betterThan(HonestEstimate other) {
        double difference = estimate.quality() - other.estimate.quality();
        double[] differences = new double[onResamples.length];
        for (int b = 0; b < differences.length; b++) {
            differences[b] = onResamples[b].quality() - other.onResamples[b].quality();
        }
        double mean = Arrays.stream(differences).average().orElse(0);
        double deviation =
                deviation(Arrays.stream(differences).map(d -> d - mean).toArray());
        return difference / deviation; // infinite, or NaN where there is no difference at all
    }
}
