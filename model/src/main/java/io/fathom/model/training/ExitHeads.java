package io.fathom.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Map;

/**
 * Fits the classifier of one exit on the features of a frozen encoder: a softmax regression on standardised features, its L2
 * chosen by the log-likelihood of dev. The standardisation is put into W and b, so that the network needs none.
 */
final class ExitHeads {
    /** From strong to weak; each begins where the one before it ended, and the first that dev does not like ends the search. */
    private static final double[] L2 = {300, 100, 30, 10, 3};

    private static final double LEAST_DEVIATION = 1e-6;

    private final int labels;
    private final int width;
    private final int[] trainLabels;
    private final int[] devLabels;

    ExitHeads(int labels, int width, int[] trainLabels, int[] devLabels) {
        this.labels = labels;
        this.width = width;
        this.trainLabels = trainLabels;
        this.devLabels = devLabels;
    }

    /**
     * A classifier.
     *
     * @param weight [labels, width]
     * @param bias [labels]
     * @param l2 that was chosen
     * @param devLoss mean negative log-likelihood on dev, nats
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Head(float[] weight, float[] bias, double l2, double devLoss) {
        void into(Map<String, float[]> weights, String name) {
            weights.put(name + ".weight", weight);
            weights.put(name + ".bias", bias);
        }
    }

    /** @param features training records first, then dev */
    Head fit(NDManager parent, ExitFeatureFile features, int exit) throws IOException {
        float[] train = features.read(exit, 0, trainLabels.length);
        float[] dev = features.read(exit, trainLabels.length, trainLabels.length + devLabels.length);
        double[] mean = new double[width];
        double[] deviation = new double[width];
        moments(train, mean, deviation);
        standardise(train, mean, deviation);
        standardise(dev, mean, deviation);
        try (NDManager manager = parent.newSubManager()) {
            NDArray x = manager.create(train, new Shape(trainLabels.length, width));
            SoftmaxRegression regression = new SoftmaxRegression(manager, x, trainLabels, labels);
            double[] at = SoftmaxRegression.zeros(labels, width);
            double[] best = at;
            double bestLoss = Double.POSITIVE_INFINITY;
            double bestL2 = L2[0];
            for (double l2 : L2) {
                at = regression.fit(l2, at);
                double loss = loss(dev, at);
                if (loss >= bestLoss) {
                    break;
                }
                best = at;
                bestLoss = loss;
                bestL2 = l2;
            }
            return folded(best, mean, deviation, bestL2, bestLoss);
        }
    }

    private void moments(float[] rows, double[] mean, double[] deviation) {
        int records = rows.length / width;
        for (int i = 0; i < rows.length; i++) {
            mean[i % width] += rows[i] / (double) records;
        }
        for (int i = 0; i < rows.length; i++) {
            double off = rows[i] - mean[i % width];
            deviation[i % width] += off * off / records;
        }
        for (int j = 0; j < width; j++) {
            deviation[j] = Math.max(LEAST_DEVIATION, Math.sqrt(deviation[j]));
        }
    }

    private void standardise(float[] rows, double[] mean, double[] deviation) {
        for (int i = 0; i < rows.length; i++) {
            int j = i % width;
            rows[i] = (float) ((rows[i] - mean[j]) / deviation[j]);
        }
    }

    /** Mean negative log-likelihood of dev, nats. */
    private double loss(float[] dev, double[] at) {
        double sum = 0;
        float[] logits = new float[labels];
        for (int r = 0; r < devLabels.length; r++) {
            double max = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < labels; k++) {
                double logit = at[labels * width + k];
                for (int j = 0; j < width; j++) {
                    logit += at[k * width + j] * dev[r * width + j];
                }
                logits[k] = (float) logit;
                max = Math.max(max, logit);
            }
            double total = 0;
            for (float logit : logits) {
                total += Math.exp(logit - max);
            }
            sum += max + Math.log(total) - logits[devLabels[r]];
        }
        return sum / devLabels.length;
    }

    /** {@code W (x − mean) / deviation + b} as {@code W' x + b'}. */
    private Head folded(double[] at, double[] mean, double[] deviation, double l2, double devLoss) {
        float[] weight = new float[labels * width];
        float[] bias = new float[labels];
        for (int k = 0; k < labels; k++) {
            double b = at[labels * width + k];
            for (int j = 0; j < width; j++) {
                double w = at[k * width + j] / deviation[j];
                weight[k * width + j] = (float) w;
                b -= w * mean[j];
            }
            bias[k] = (float) b;
        }
        return new Head(weight, bias, l2, devLoss);
    }
}
