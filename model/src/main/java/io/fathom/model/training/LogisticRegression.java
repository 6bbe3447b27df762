package io.fathom.model.training;

import io.fathom.model.depth.LogisticModel;
import java.util.ArrayList;
import java.util.List;

/**
 * L2-regularised logistic regression by Newton's method (iteratively reweighted least squares). With x standardised to mean
 * 0 and deviation 1 on the data, it minimises
 *
 * <pre>
 *   J(w, b) = Σ_i ln(1 + exp(−s_i (w·x_i + b))) + λ/2 |w|²        s_i = ±1
 * </pre>
 *
 * J is convex and, for λ &gt; 0 and both classes present, has one minimum, also where the classes can be separated. Newton's
 * step is halved until J falls. The result is for x as given: the standardisation is folded into weights and bias, and a
 * number that never varies gets weight 0.
 */
final class LogisticRegression {
    private static final int MOST_STEPS = 100;
    private static final double SMALLEST_STEP = 1e-9;
    /** Keeps the Hessian of the unregularised bias invertible where all probabilities are next to 0 or 1. */
    private static final double JITTER = 1e-9;

    private final double[][] x; // standardised, with a 1 in front for the bias
    private final boolean[] y;
    private final double ridge;

    private LogisticRegression(double[][] x, boolean[] y, double ridge) {
        this.x = x;
        this.y = y;
        this.ridge = ridge;
    }

    /**
     * @param x numbers of each case, all of the same length
     * @param y what is to be predicted
     * @param ridge λ, above 0
     * @return where all cases agree, their smoothed share (k + ½) / (n + 1) whatever x is
     */
    static LogisticModel fit(double[][] x, boolean[] y, int width, double ridge) {
        int positive = 0;
        for (boolean value : y) {
            positive += value ? 1 : 0;
        }
        if (positive == 0 || positive == y.length) {
            double share = (positive + 0.5) / (y.length + 1.0);
            return model(Math.log(share) - Math.log1p(-share), new double[width]);
        }
        double[] mean = new double[width];
        double[] scale = new double[width];
        moments(x, mean, scale);
        double[][] standardised = new double[x.length][width + 1];
        for (int i = 0; i < x.length; i++) {
            standardised[i][0] = 1;
            for (int j = 0; j < width; j++) {
                standardised[i][j + 1] = (x[i][j] - mean[j]) * scale[j];
            }
        }
        double[] solved = new LogisticRegression(standardised, y, ridge).minimise(width + 1);
        double[] weights = new double[width];
        double bias = solved[0];
        for (int j = 0; j < width; j++) {
            weights[j] = solved[j + 1] * scale[j];
            bias -= weights[j] * mean[j];
        }
        return model(bias, weights);
    }

    private static LogisticModel model(double bias, double[] weights) {
        List<Float> floats = new ArrayList<>();
        for (double weight : weights) {
            floats.add((float) weight);
        }
        return new LogisticModel((float) bias, floats);
    }

    /** @param scale 1/deviation, or 0 where there is none to speak of */
    private static void moments(double[][] x, double[] mean, double[] scale) {
        for (int j = 0; j < mean.length; j++) {
            for (double[] row : x) {
                mean[j] += row[j] / x.length;
            }
            double variance = 0;
            for (double[] row : x) {
                variance += (row[j] - mean[j]) * (row[j] - mean[j]) / x.length;
            }
            scale[j] = variance > 1e-14 ? 1 / Math.sqrt(variance) : 0;
        }
    }

    private double[] minimise(int size) {
        double[] w = new double[size];
        double loss = loss(w);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] direction = newtonStep(w);
            double length = 1;
            double[] next = moved(w, direction, length);
            double nextLoss = loss(next);
            while (nextLoss > loss && length > SMALLEST_STEP) {
                length /= 2;
                next = moved(w, direction, length);
                nextLoss = loss(next);
            }
            if (nextLoss > loss) {
                break;
            }
            double gain = loss - nextLoss;
            w = next;
            loss = nextLoss;
            if (gain <= 1e-12 * (1 + loss)) {
                break;
            }
        }
        return w;
    }

    private static double[] moved(double[] w, double[] direction, double length) {
        double[] next = w.clone();
        for (int j = 0; j < w.length; j++) {
            next[j] -= length * direction[j];
        }
        return next;
    }

    private double loss(double[] w) {
        double sum = 0;
        for (int j = 1; j < w.length; j++) {
            sum += ridge / 2 * w[j] * w[j];
        }
        for (int i = 0; i < x.length; i++) {
            double margin = y[i] ? score(w, i) : -score(w, i);
            sum += margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
        }
        return sum;
    }

    private double score(double[] w, int i) {
        double sum = 0;
        for (int j = 0; j < w.length; j++) {
            sum += w[j] * x[i][j];
        }
        return sum;
    }

    /** H⁻¹ g. */
    private double[] newtonStep(double[] w) {
        int n = w.length;
        double[] gradient = new double[n];
        double[][] hessian = new double[n][n];
        for (int j = 0; j < n; j++) {
            gradient[j] = j == 0 ? 0 : ridge * w[j];
            hessian[j][j] = j == 0 ? JITTER : ridge;
        }
        for (int i = 0; i < x.length; i++) {
            double p = 1 / (1 + Math.exp(-score(w, i)));
            double error = p - (y[i] ? 1 : 0);
            for (int j = 0; j < n; j++) {
                gradient[j] += error * x[i][j];
                double weighted = p * (1 - p) * x[i][j];
                for (int k = 0; k <= j; k++) {
                    hessian[j][k] += weighted * x[i][k];
                }
            }
        }
        return CholeskySolver.solve(hessian, gradient);
    }
}
