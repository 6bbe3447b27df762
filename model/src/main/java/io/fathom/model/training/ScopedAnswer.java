package io.fathom.model.training;

/**
 * The best in-scope label of one record and its calibrated probability among all labels.
 *
 * @param label index of the label
 * @param score its probability, 0..1
 */
record ScopedAnswer(int label, float score) {

    /** @param outOfScope index of the label that may not be the answer, or −1 */
    static ScopedAnswer of(float[] logits, float temperature, int outOfScope) {
        int best = -1;
        double max = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < logits.length; k++) {
            max = Math.max(max, logits[k]);
            if (k != outOfScope && (best < 0 || logits[k] > logits[best])) {
                best = k;
            }
        }
        double total = 0;
        for (float l : logits) {
            total += Math.exp((l - max) / temperature);
        }
        return new ScopedAnswer(best, (float) (Math.exp((logits[best] - max) / temperature) / total));
    }
}
