package io.fathom.model.engine;

import io.fathom.model.bundle.Calibration;
import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.bundle.SurpriseCalibration;

/** From what a network tells of a record to an answer: one rule a task. Stateless and safe for use by many threads. */
sealed interface AnswerRule permits LabelRule, SurpriseRule {

    /**
     * Takes one record's values out of those of its batch, calibrated.
     *
     * @param values what {@link io.fathom.model.nn.CycleNetwork#answer} gave
     * @param from where those of the record begin
     * @param tokens the record's tokens, without padding
     * @param ngrams log-probabilities of the n-gram model; empty where the model has none
     * @param cycle the cycle after which they were read, from 1
     * @throws ArithmeticException if a value is not finite
     */
    float[] read(float[] values, int from, int tokens, float[] ngrams, int cycle);

    /**
     * The n-gram model's answer, calibrated as those of {@link #read} are.
     *
     * @param ngrams its log-probabilities
     */
    default float[] readDepthZero(float[] ngrams) {
        throw new IllegalStateException("the model has no depth zero");
    }

    /** What a confidence policy reads, 0..1. */
    float confidence(float[] read);

    /** What an entropy policy reads, as a share of the most possible, 0..1; NaN where the task has none. */
    float entropy(float[] read);

    /**
     * What a patience policy compares: equal for answers that say the same.
     *
     * @param cycle the cycle after which it was read, from 1, or 0 for depth zero
     */
    int verdict(float[] read, int cycle);

    /**
     * @param read what {@link #read} gave
     * @param cycle the cycle after which it was read, from 1, or 0 for depth zero
     */
    Answer answer(float[] read, PendingRecord record, int cycle);

    /** @param topK how many alternatives the answer of a classifier carries */
    static AnswerRule of(ServedModel model, int topK) {
        Calibration calibration = model.calibration();
        if (calibration instanceof LabelCalibration labels) {
            return new LabelRule(model.labels(), labels, topK);
        } else if (calibration instanceof SurpriseCalibration surprise) {
            return new SurpriseRule(surprise);
        }
        throw new IllegalArgumentException("no rule for a calibration of " + calibration.getClass());
    }
}
