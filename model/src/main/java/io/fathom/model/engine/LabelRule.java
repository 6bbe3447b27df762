package io.fathom.model.engine;

import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.engine.ScoringResult.LabelScore;
import java.util.ArrayList;
import java.util.List;

/**
 * From logits to an answer: {@code p = softmax(logits / T(cycle) + mix(cycle) · s)} with s the log-probabilities of the n-gram
 * model, the best in-scope label, and whether its probability is below the cycle's out-of-scope threshold. At depth zero
 * {@code p = softmax(s / T(0))}.
 */
final class LabelRule implements AnswerRule {
    private final List<String> labels;
    private final LabelCalibration calibration;
    private final int topK;
    private final int outOfScopeIndex;

    /**
     * @param labels names of the logits, in their order
     * @param topK how many alternatives an answer carries
     */
    LabelRule(List<String> labels, LabelCalibration calibration, int topK) {
        this.labels = List.copyOf(labels);
        this.calibration = calibration;
        this.topK = Math.min(topK, labels.size());
        this.outOfScopeIndex = labels.indexOf(calibration.outOfScopeLabel()); // -1 where the task has none
    }

    /** Calibrated probabilities of the labels. */
    @Override
    public float[] read(float[] values, int from, int tokens, float[] ngrams, int cycle) {
        double temperature = calibration.temperature(cycle);
        double[] scores = new double[labels.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = values[from + i] / temperature;
        }
        double mix = calibration.mix(cycle);
        for (int i = 0; mix > 0 && i < scores.length; i++) {
            scores[i] += mix * ngrams[i];
        }
        return softmax(scores);
    }

    @Override
    public float[] readDepthZero(float[] ngrams) {
        double temperature = calibration.temperature(0);
        double[] scores = new double[labels.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = ngrams[i] / temperature;
        }
        return softmax(scores);
    }

    private static float[] softmax(double[] scores) {
        int n = scores.length;
        double max = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            max = Math.max(max, score); // NaN wins
        }
        double[] e = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            e[i] = Math.exp(scores[i] - max);
            sum += e[i];
        }
        if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
            throw new ArithmeticException(
                    "logits must be finite, but the largest was " + max + " and the sum of exponentials " + sum);
        }
        float[] p = new float[n];
        for (int i = 0; i < n; i++) {
            p[i] = (float) (e[i] / sum);
        }
        return p;
    }

    /** Probability of the best in-scope label. */
    @Override
    public float confidence(float[] probabilities) {
        return probabilities[best(probabilities)];
    }

    @Override
    public float entropy(float[] probabilities) {
        double sum = 0;
        for (float p : probabilities) {
            sum -= p > 0 ? p * Math.log(p) : 0;
        }
        return (float) (sum / Math.log(probabilities.length));
    }

    /** Index of the label, or −1 for "out of scope". */
    @Override
    public int verdict(float[] probabilities, int cycle) {
        int best = best(probabilities);
        return rejects(probabilities[best], cycle) ? -1 : best;
    }

    private boolean rejects(float score, int cycle) {
        return calibration.rejectsOutOfScope() && score < calibration.outOfScopeThreshold(cycle);
    }

    @Override
    public Answer.Classification answer(float[] probabilities, PendingRecord record, int cycle) {
        return classification(probabilities, cycle);
    }

    Answer.Classification classification(float[] probabilities, int cycle) {
        int best = best(probabilities);
        float score = probabilities[best];
        boolean rejected = rejects(score, cycle);
        List<LabelScore> alternatives = new ArrayList<>(topK);
        for (int index : topIndices(probabilities, best)) {
            alternatives.add(new LabelScore(labels.get(index), probabilities[index]));
        }
        return new Answer.Classification(labels.get(best), score, rejected, alternatives);
    }

    private int best(float[] p) {
        int best = -1;
        for (int i = 0; i < p.length; i++) {
            if (i != outOfScopeIndex && (best < 0 || p[i] > p[best])) {
                best = i;
            }
        }
        return best;
    }

    /** The k most probable labels, best first; {@code required} takes the last place if it is not among them. */
    private int[] topIndices(float[] p, int required) {
        int[] top = new int[topK];
        int found = 0;
        for (int i = 0; i < p.length; i++) {
            int place = found;
            while (place > 0 && p[i] > p[top[place - 1]]) {
                place--;
            }
            if (place < topK) {
                found = Math.min(found + 1, topK);
                System.arraycopy(top, place, top, place + 1, found - place - 1);
                top[place] = i;
            }
        }
        for (int index : top) {
            if (index == required) {
                return top;
            }
        }
        top[topK - 1] = required;
        return top;
    }
}
