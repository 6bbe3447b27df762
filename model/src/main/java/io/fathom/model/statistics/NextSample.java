package io.fathom.model.statistics;

/**
 * What another sample of the same kind will show, rather than what the truth is: both samples scatter.
 *
 * <p>For shares near 0 or 1 resampling sees too little: where no error has been seen, it foresees none. So the share is drawn
 * towards the middle by {@code z²} records, half of them each way (Agresti &amp; Coull 1998), before its scatter is taken:
 *
 * <pre>
 *   p' = (n p + z² / 2) / (n + z²)        p' ± z sqrt( p' (1 − p') · 2 / n )
 * </pre>
 *
 * With no error in 3,000 and z = 1.96 this allows 5 in the next 3,000, as the exact binomial prediction does.
 */
public final class NextSample {
    private NextSample() {}

    /**
     * The share that another sample of as many records shows.
     *
     * @param share of this sample, 0..1
     * @param samples records, at least 1
     * @param z standard deviations that the interval reaches to either side
     */
    public static Estimate ofShare(double share, int samples, double z) {
        double drawn = (samples * share + z * z / 2) / (samples + z * z);
        double half = z * Math.sqrt(drawn * (1 - drawn) * 2 / samples);
        return new Estimate(
                share, Math.max(0, Math.min(share, drawn - half)), Math.min(1, Math.max(share, drawn + half)), samples);
    }
}
