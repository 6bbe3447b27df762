package io.fathom.model.training;

import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.TokenGate;

/**
 * How a network is trained, whatever it learns; with the lessons and the seed it determines the weights.
 *
 * @param steps optimiser steps
 * @param batchRows records or windows a step
 * @param learningRate peak rate, reached after warm-up, then a cosine down to 2 %
 * @param warmupShare share of the steps that the rate rises linearly
 * @param weightDecay decoupled decay of matrices; embeddings, biases, norms and zero keys are not decayed
 * @param clipNorm largest global gradient norm
 * @param beta2 second-moment decay of AdamW
 * @param dropout share of activations zeroed
 * @param averaging decay of the exponential average of the weights, which is what is evaluated and kept
 * @param evaluateEvery steps between evaluations on dev
 * @param patience evaluations without a better dev result before training stops
 * @param routerCost weight λ of the mean share of open gates in the loss (TSA, papers.md 2.4); without routers no matter
 * @param hardGates whether routers are trained behind hard gates, straight-through, as they are served; otherwise behind
 *     soft ones
 * @param seed of initialisation, order, and everything else that is random
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
        double averaging,
        int evaluateEvery,
        int patience,
        double routerCost,
        boolean hardGates,
        long seed) {
    /** λ of the paper for language (papers.md 2.4). */
    public static final double ROUTER_COST = 0.001;

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
        share("averaging", averaging);
        notNegative("weightDecay", weightDecay);
        notNegative("routerCost", routerCost);
    }

    /** With soft gates at their usual cost, where there are routers. */
    public TrainingRecipe(
            int steps,
            int batchRows,
            double learningRate,
            double warmupShare,
            double weightDecay,
            double clipNorm,
            double beta2,
            double dropout,
            double averaging,
            int evaluateEvery,
            int patience,
            long seed) {
        this(
                steps,
                batchRows,
                learningRate,
                warmupShare,
                weightDecay,
                clipNorm,
                beta2,
                dropout,
                averaging,
                evaluateEvery,
                patience,
                ROUTER_COST,
                false,
                seed);
    }

    /** The gates that a network is trained with. */
    TokenGate gate(Architecture architecture) {
        return architecture.routers() && hardGates
                ? new TokenGate.StraightThrough(TokenGate.EVEN)
                : TokenGate.forTraining(architecture);
    }

    /** The recipe of one of the teachers: another seed and fewer steps. */
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
                averaging,
                evaluateEvery,
                patience,
                routerCost,
                hardGates,
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

    static void notNegative(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be at least 0 and finite, but was " + value);
        }
    }

    static void share(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be at least 0 and below 1, but was " + value);
        }
    }
}
