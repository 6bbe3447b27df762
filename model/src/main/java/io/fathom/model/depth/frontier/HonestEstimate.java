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
 * @param estimate of cost, quality and agreement
 * @param errors [resamples], in the same order for all candidates
 * @param onResamples what the final thresholds give on the resamples, in the same order
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record HonestEstimate(StoppingMeans estimate, StoppingMeans[] errors, StoppingMeans[] onResamples) {

    static HonestEstimate of(Candidate candidate, int resamples, long seed) {
        StoppingTable table = candidate.table();
        Resamples samples = new Resamples(table.records(), seed);
        int[] stops = table.stops(candidate.thresholds());
        StoppingMeans[] errors = new StoppingMeans[resamples];
        StoppingMeans[] onResamples = new StoppingMeans[resamples];
        StoppingMeans optimism = StoppingMeans.ZERO;
        for (int b = 0; b < resamples; b++) {
            int[] own = samples.next();
            int[] other = samples.next();
            int[] stopsThen = table.stops(candidate.thresholds(own));
            StoppingMeans onOwn = table.mean(stopsThen, own);
            errors[b] = table.mean(stopsThen, other).minus(onOwn);
            onResamples[b] = table.mean(stops, own);
            optimism = optimism.plus(onOwn.minus(table.mean(stopsThen)).times(1.0 / resamples));
        }
        for (int b = 0; b < resamples; b++) {
            errors[b] = errors[b].plus(optimism);
        }
        StoppingMeans estimate = table.mean(stops).minus(optimism);
        double most = table.quality().isShare() ? 1 : Double.POSITIVE_INFINITY;
        return new HonestEstimate(
                new StoppingMeans(
                        estimate.cost(), Math.min(most, estimate.quality()), Math.min(1, estimate.agreement())),
                errors,
                onResamples);
    }

    double costError() {
        return deviation(Arrays.stream(errors).mapToDouble(StoppingMeans::cost).toArray());
    }

    double qualityError() {
        return deviation(
                Arrays.stream(errors).mapToDouble(StoppingMeans::quality).toArray());
    }

    double agreementError() {
        return deviation(
                Arrays.stream(errors).mapToDouble(StoppingMeans::agreement).toArray());
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
