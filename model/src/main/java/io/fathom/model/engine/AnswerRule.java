package io.fathom.model.engine;

import io.fathom.model.bundle.Calibration;
import io.fathom.model.engine.ScoringResult.LabelScore;
import java.util.ArrayList;
import java.util.List;

/**
 * From logits to an answer: {@code p = softmax(logits / T(cycle))}, the best in-scope label, and whether its probability is
 * below the cycle's out-of-scope threshold.
 */
final class AnswerRule {
    private final List<String> labels;
    private final Calibration calibration;
    private final int topK;
    private final int outOfScopeIndex;

    /** An answer without its way and cost; the fields are those of {@link ScoringResult}. */
    record Answer(String label, float score, boolean outOfScope, List<LabelScore> alternatives) {}

    /**
     * @param labels names of the logits, in their order
     * @param topK how many alternatives an answer carries
     */
    AnswerRule(List<String> labels, Calibration calibration, int topK) {
        this.labels = List.copyOf(labels);
        this.calibration = calibration;
        this.topK = Math.min(topK, labels.size());
        this.outOfScopeIndex = labels.indexOf(calibration.outOfScopeLabel()); // -1 where the task has none
    }

    int labels() {
        return labels.size();
    }

    /**
     * Calibrated probabilities of the labels.
     *
     * @param values holds the logits of one record from {@code from} on
     * @param cycle the cycle after which they were read, from 1
     * @throws ArithmeticException if a logit is not finite
     */
    float[] probabilities(float[] values, int from, int cycle) {
        int n = labels.size();
        double temperature = calibration.temperatures().get(cycle - 1);
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, values[from + i]); // NaN wins
        }
        double[] e = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            e[i] = Math.exp((values[from + i] - max) / temperature);
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

    /** Probability of the best in-scope label: what a confidence policy reads. */
    float confidence(float[] probabilities) {
        return probabilities[best(probabilities)];
    }

    /** @param cycle the cycle after which the probabilities were read, from 1 */
    Answer answer(float[] probabilities, int cycle) {
        int best = best(probabilities);
        float score = probabilities[best];
        boolean rejected = calibration.rejectsOutOfScope()
                && score < calibration.outOfScopeThresholds().get(cycle - 1);
        List<LabelScore> alternatives = new ArrayList<>(topK);
        for (int index : topIndices(probabilities, best)) {
            alternatives.add(new LabelScore(labels.get(index), probabilities[index]));
        }
        return new Answer(labels.get(best), score, rejected, alternatives);
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
