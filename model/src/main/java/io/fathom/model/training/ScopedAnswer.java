package io.fathom.model.training;

/**
 * The best in-scope label of one record and what its calibrated probabilities tell.
 *
 * @param label index of the label
 * @param score its probability among all labels, 0..1
 * @param entropy of all probabilities, as a share of the most possible, 0..1
 */
record ScopedAnswer(int label, float score, float entropy) {

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
        double weighted = 0;
        for (float l : logits) {
            double scaled = (l - max) / temperature;
            total += Math.exp(scaled);
            weighted += scaled * Math.exp(scaled);
        }
        // -Σ p ln p with ln p = scaled - ln total
        double entropy = (Math.log(total) - weighted / total) / Math.log(logits.length);
        return new ScopedAnswer(best, (float) (Math.exp((logits[best] - max) / temperature) / total), (float) entropy);
    }
}
