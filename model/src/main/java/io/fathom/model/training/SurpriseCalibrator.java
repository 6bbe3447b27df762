package io.fathom.model.training;

import io.fathom.model.bundle.SurpriseCalibration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Fits, on held-out texts and for every exit by itself, the bits per character above which a text is an anomaly. */
final class SurpriseCalibrator {
    /** Where no text may be called an anomaly. */
    private static final double ABOVE_ALL = 1.01;

    private SurpriseCalibrator() {}

    /** @param falseAlarms share of the held-out texts that may be called anomalies: a quantile of their scores */
    static SurpriseCalibration fit(ExitSurprises surprises, double falseAlarms) {
        List<Float> thresholds = new ArrayList<>();
        for (int cycle = 0; cycle < surprises.cycles(); cycle++) {
            int c = cycle;
            double[] scores = IntStream.range(0, surprises.texts().records())
                    .mapToDouble(r -> surprises.bitsPerCharacter(c, r))
                    .sorted()
                    .toArray();
            thresholds.add(threshold(scores, falseAlarms));
        }
        return new SurpriseCalibration(thresholds);
    }

    /**
     * Halfway between two neighbouring scores, so that float noise moves none to the other side, with no more than the
     * given share above.
     */
    static float threshold(double[] ascending, double falseAlarms) {
        int above = (int) Math.floor(falseAlarms * ascending.length);
        double score = ascending[ascending.length - 1 - above];
        double next =
                Arrays.stream(ascending).filter(s -> s > score).findFirst().orElse(ABOVE_ALL * score);
        return (float) ((score + next) / 2);
    }
}
