package io.fathom.model.training;

/**
 * How a classifier is trained; with data and seed it determines the weights.
 *
 * @param steps optimiser steps
 * @param batchRows records a step
 * @param learningRate peak rate, reached after warm-up, then a cosine down to 2 %
 * @param warmupShare share of the steps that the rate rises linearly
 * @param weightDecay decoupled decay of matrices; embeddings, biases, norms and zero keys are not decayed
 * @param clipNorm largest global gradient norm
 * @param beta2 second-moment decay of AdamW
 * @param dropout share of activations zeroed
 * @param bpeDropout share of merges left out
 * @param wordDropout share of words left out
 * @param labelSmoothing probability mass spread over all labels
 * @param consistency weight of the symmetric KL divergence between two passes of one record (R-Drop, Liang et al. 2021)
 * @param distillation share of the target that comes from teachers, where there are any
 * @param spliceShare share of the records replaced by the beginning of one text and the end of another, which only
 *     teachers can label (pseudo-data for distillation, after Tang et al. 2019)
 * @param averaging decay of the exponential average of the weights, which is what is evaluated and kept
 * @param evaluateEvery steps between evaluations on dev
 * @param patience evaluations without a better dev result before training stops
 * @param seed of initialisation, order, and every kind of dropout
 */
public record TrainingRecipe(
        int steps,
        int batchRows,
        double learningRate,
        double warmupShare,
        double weightDecay,
        double clipNorm,
        double beta2,
        double dropout,
        double bpeDropout,
        double wordDropout,
        double labelSmoothing,
        double consistency,
        double distillation,
        double spliceShare,
        double averaging,
        int evaluateEvery,
        int patience,
        long seed) {

    public TrainingRecipe {
        atLeast("steps", steps, 1);
        atLeast("batchRows", batchRows, 1);
        atLeast("evaluateEvery", evaluateEvery, 1);
        atLeast("patience", patience, 1);
        positive("learningRate", learningRate);
        positive("clipNorm", clipNorm);
        share("warmupShare", warmupShare);
        share("beta2", beta2);
        share("dropout", dropout);
        share("bpeDropout", bpeDropout);
        share("wordDropout", wordDropout);
        share("labelSmoothing", labelSmoothing);
        share("averaging", averaging);
        share("distillation", distillation);
        share("spliceShare", spliceShare);
        notNegative("weightDecay", weightDecay);
        notNegative("consistency", consistency);
    }

    /** The recipe of one of the teachers: another seed, fewer steps, and nobody to learn from. */
    TrainingRecipe ofTeacher(int number, int teacherSteps) {
        return new TrainingRecipe(
                teacherSteps,
                batchRows,
                learningRate,
                warmupShare,
                weightDecay,
                clipNorm,
                beta2,
                dropout,
                bpeDropout,
                wordDropout,
                labelSmoothing,
                0,
                0,
                0,
                averaging,
                evaluateEvery,
                patience,
                seed + number);
    }

    private static void atLeast(String name, int value, int minimum) {
        if (value < minimum) {
            throw new IllegalArgumentException(name + " must be at least " + minimum + ", but was " + value);
        }
    }

    private static void positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be positive, but was " + value);
        }
    }

    private static void notNegative(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be at least 0 and finite, but was " + value);
        }
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be at least 0 and below 1, but was " + value);
        }
    }
}
