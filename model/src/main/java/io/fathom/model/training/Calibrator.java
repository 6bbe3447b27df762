package io.fathom.model.training;

import io.fathom.model.bundle.DepthZero;
import io.fathom.model.bundle.LabelCalibration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Fits, on held-out data and for every depth by itself, the temperature of the probabilities (Guo et al. 2017), with an n-gram
 * model the weight of its answer in the mix ({@link MixFitting}), and the threshold below which a record counts as out of scope.
 */
public final class Calibrator {
    static final double LOWEST = 0.05;
    static final double HIGHEST = 20;

    /** A threshold is a hair below the score that it was taken from, or float noise would decide about that record. */
    private static final float NOT_QUITE = 1 - 1e-4f;

    private Calibrator() {}

    /**
     * @param logits of the held-out records, with what the n-gram model says of them where there is one
     * @param labels index of each record's label
     * @param outOfScope index of the out-of-scope label, or −1 where the task has none
     * @param inScopeLoss share of the in-scope records that may be rejected wrongly
     */
    public static LabelCalibration fit(
            ExitLogits logits, int[] labels, List<String> labelNames, int outOfScope, double inScopeLoss) {
        LabelCalibration open = probabilities(logits, labels);
        if (outOfScope < 0) {
            return open;
        }
        List<Float> thresholds = IntStream.rangeClosed(1, logits.cycles())
                .mapToObj(depth -> threshold(logits, open, depth, labels, outOfScope, inScopeLoss))
                .toList();
        Optional<DepthZero> zero = open.depthZero()
                .map(z -> new DepthZero(
                        z.temperature(),
                        Optional.of(threshold(logits, open, 0, labels, outOfScope, inScopeLoss)),
                        z.mix(),
                        z.tlopsPerToken()));
        return new LabelCalibration(open.temperatures(), labelNames.get(outOfScope), thresholds, zero);
    }

    /** The probabilities of every depth, nothing rejected. */
    private static LabelCalibration probabilities(ExitLogits logits, int[] labels) {
        if (logits.ngrams().isEmpty()) {
            List<Float> temperatures = Arrays.stream(logits.logits())
                    .map(exit -> temperature(exit, labels))
                    .toList();
            return new LabelCalibration(temperatures, "", List.of(), Optional.empty());
        }
        NgramScores ngrams = logits.ngrams().get();
        float[][] said = ngrams.logProbabilities();
        List<MixFitting.Mix> mixes = Arrays.stream(logits.logits())
                .parallel()
                .map(exit -> MixFitting.fit(exit, said, labels))
                .toList();
        DepthZero zero = new DepthZero(
                temperature(said, labels),
                Optional.empty(),
                mixes.stream().map(MixFitting.Mix::mix).toList(),
                ngrams.tlopsPerToken());
        return new LabelCalibration(
                mixes.stream().map(MixFitting.Mix::temperature).toList(), "", List.of(), Optional.of(zero));
    }

    /** The temperature of least negative log-likelihood; convex in 1/T, so golden-section search finds it. */
    static float temperature(float[][] logits, int[] labels) {
        double ratio = (Math.sqrt(5) - 1) / 2;
        double low = Math.log(LOWEST);
        double high = Math.log(HIGHEST);
        for (int i = 0; i < 60; i++) {
            double left = high - ratio * (high - low);
            double right = low + ratio * (high - low);
            if (negativeLogLikelihood(logits, labels, Math.exp(left))
                    < negativeLogLikelihood(logits, labels, Math.exp(right))) {
                high = right;
            } else {
                low = left;
            }
        }
        return (float) Math.exp((low + high) / 2);
    }

    static double negativeLogLikelihood(float[][] logits, int[] labels, double temperature) {
        double sum = 0;
        for (int r = 0; r < logits.length; r++) {
            double max = Double.NEGATIVE_INFINITY;
            for (float l : logits[r]) {
                max = Math.max(max, l / temperature);
            }
            double total = 0;
            for (float l : logits[r]) {
                total += Math.exp(l / temperature - max);
            }
            sum += Math.log(total) + max - logits[r][labels[r]] / temperature;
        }
        return sum / logits.length;
    }

    /**
     * The highest threshold that leaves the in-scope accuracy, counted with rejections as errors, no more than {@code loss}
     * below the accuracy without rejecting: it rejects as much out-of-scope as that price buys.
     */
    private static float threshold(
            ExitLogits logits, LabelCalibration calibration, int depth, int[] labels, int outOfScope, double loss) {
        List<Float> right = new ArrayList<>(); // scores of in-scope records with the right answer
        int inScope = 0;
        for (int r = 0; r < labels.length; r++) {
            if (labels[r] != outOfScope) {
                inScope++;
                ScopedAnswer answer = ScopedAnswer.of(logits.scores(calibration, depth, r), outOfScope);
                if (answer.label() == labels[r]) {
                    right.add(answer.score());
                }
            }
        }
        right.sort(null);
        int mayLose = (int) Math.floor(loss * inScope);
        return right.isEmpty() ? 0 : NOT_QUITE * right.get(Math.min(mayLose, right.size() - 1));
    }
}
