package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fathom.model.bundle.LabelCalibration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CalibratorTest {

    /** Labels drawn from softmax(x / 2.5): the fit has to find 2.5 again. */
    @Test
    void findsTheTemperatureThatTheLabelsWereDrawnWith() {
        SplittableRandom random = new SplittableRandom(1);
        int records = 20_000;
        float[][] logits = new float[records][4];
        int[] labels = new int[records];
        for (int r = 0; r < records; r++) {
            double[] p = new double[4];
            double total = 0;
            for (int k = 0; k < 4; k++) {
                logits[r][k] = (float) (3 * random.nextGaussian());
                p[k] = Math.exp(logits[r][k] / 2.5);
                total += p[k];
            }
            double draw = random.nextDouble() * total;
            while (labels[r] < 3 && draw > p[labels[r]]) {
                draw -= p[labels[r]++];
            }
        }
        assertThat((double) Calibrator.temperature(logits, labels)).isCloseTo(2.5, within(0.1));
    }

    @Test
    void theThresholdRejectsAsMuchAsTheAllowedLossBuys() {
        SplittableRandom random = new SplittableRandom(2);
        int records = 2000;
        float[][] logits = new float[records][3];
        int[] labels = new int[records];
        for (int r = 0; r < records; r++) {
            labels[r] = r % 4 == 0 ? 2 : r % 2; // label 2 is out of scope
            for (int k = 0; k < 3; k++) {
                logits[r][k] = (float) random.nextGaussian();
            }
            if (labels[r] < 2) {
                logits[r][labels[r]] += 4;
            }
        }
        ExitLogits exits =
                new ExitLogits(new float[][][] {logits}, new float[1][logits.length][2], new int[0], new double[0][]);
        LabelCalibration calibration = Calibrator.fit(exits, labels, List.of("a", "b", "oos"), 2, 0.02);
        ClassificationQuality quality = ClassificationQuality.of(exits, 1, labels, 2, calibration);
        assertThat(calibration.outOfScopeLabel()).isEqualTo("oos");
        assertThat(quality.inScopeAccuracy() - quality.inScopeAccuracyAtThreshold())
                .isCloseTo(0.02, within(0.001));
        assertThat(quality.outOfScopeRecall()).isGreaterThan(0.5);
        assertThat(quality.accuracy())
                .isCloseTo(
                        0.75 * quality.inScopeAccuracyAtThreshold() + 0.25 * quality.outOfScopeRecall(), within(1e-9));
    }

    @Test
    void withoutAnOutOfScopeLabelNothingIsRejected() {
        ExitLogits exits = new ExitLogits(
                new float[][][] {{{1, 0}, {0, 1}, {1, 0}}}, new float[1][3][2], new int[0], new double[0][]);
        int[] labels = {0, 1, 1};
        LabelCalibration calibration = Calibrator.fit(exits, labels, List.of("a", "b"), -1, 0.02);
        assertThat(calibration.rejectsOutOfScope()).isFalse();
        ClassificationQuality quality = ClassificationQuality.of(exits, 1, labels, -1, calibration);
        assertThat(quality.accuracy()).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(quality.outOfScopeRecall()).isNaN();
    }
}
