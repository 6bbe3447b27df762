package io.fathom.model.training;

/**
 * Fits the calibrated mix of two classifiers of the same records, the network at one exit and the n-gram model. With l the
 * logits of the one and s the log-probabilities of the other, the answer's probabilities are
 *
 * <pre>  p = softmax( β l + m s )        β = 1 / temperature, m ≥ 0</pre>
 *
 * and (β, m) are what minimises the negative log-likelihood of held-out records, with a prior that weighs as much as one
 * record and says "the network alone at its own temperature T":
 *
 * <pre>  J(β, m) = mean over r of ( ln Σ_k exp(β l_rk + m s_rk) − β l_ry − m s_ry ) + ( (β T − 1)² + m² ) / (2 n)</pre>
 *
 * J is convex, and the prior gives it one minimum also where the records are few or can be separated. Newton's method on the
 * two numbers, kept within their bounds: a number at its bound that would leave it stays there for the step. Where the two err
 * on the same texts, m comes out near 0 and nothing is lost; where they err on different ones, both are better together.
 *
 * <p>What it cannot see: that one of the two was trained on these records and is surer of them than of others. The scores
 * must be those of records that neither has seen.
 */
final class MixFitting {
    /** Bounds of β, those of the temperature turned around. */
    private static final double LEAST_SHARPNESS = 1 / Calibrator.HIGHEST;

    private static final double MOST_SHARPNESS = 1 / Calibrator.LOWEST;
    private static final double MOST_MIX = 20;
    private static final int MOST_STEPS = 50;
    private static final double SMALLEST_STEP = 1e-6;
    private static final double PRECISION = 1e-10;

    private final float[][] logits; // [records][labels]
    private final float[][] ngrams; // [records][labels]
    private final int[] labels;
    private final double temperature; // of the network alone

    private MixFitting(float[][] logits, float[][] ngrams, int[] labels) {
        this.logits = logits;
        this.ngrams = ngrams;
        this.labels = labels;
        this.temperature = Calibrator.temperature(logits, labels);
    }

    /**
     * What the two are mixed with.
     *
     * @param temperature of the network's logits
     * @param mix weight of the n-gram model's log-probabilities, at least 0
     */
    record Mix(float temperature, float mix) {}

    /**
     * @param logits of one exit, [records][labels]
     * @param ngrams log-probabilities of the n-gram model for the same records, [records][labels]
     * @param labels index of each record's label
     */
    static Mix fit(float[][] logits, float[][] ngrams, int[] labels) {
        double[] found = new MixFitting(logits, ngrams, labels).minimise();
        return new Mix((float) (1 / found[0]), (float) found[1]);
    }

    /** n · J with its derivatives at one place. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    private record Place(double loss, double[] gradient, double[][] hessian) {}

    private double[] minimise() {
        double[] at = {bounded(0, 1 / temperature), 0};
        Place here = place(at);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] direction = direction(at, here);
            double[] next = at;
            Place there = here;
            for (double length = 1; length > SMALLEST_STEP; length /= 2) {
                double[] tried = {bounded(0, at[0] - length * direction[0]), bounded(1, at[1] - length * direction[1])};
                Place place = place(tried);
                if (place.loss() < here.loss()) {
                    next = tried;
                    there = place;
                    break;
                }
            }
            double gain = here.loss() - there.loss();
            at = next;
            here = there;
            if (gain <= PRECISION * (1 + Math.abs(here.loss()))) {
                break;
            }
        }
        return at;
    }

    /** Newton's step, in the numbers alone that do not push against their bounds. */
    private static double[] direction(double[] at, Place here) {
        double[] g = here.gradient();
        double[][] h = here.hessian();
        boolean[] free = {isFree(0, at[0], g[0]), isFree(1, at[1], g[1])};
        if (free[0] && free[1]) {
            double determinant = h[0][0] * h[1][1] - h[0][1] * h[0][1];
            return new double[] {
                (h[1][1] * g[0] - h[0][1] * g[1]) / determinant, (h[0][0] * g[1] - h[0][1] * g[0]) / determinant
            };
        }
        return new double[] {free[0] ? g[0] / h[0][0] : 0, free[1] ? g[1] / h[1][1] : 0};
    }

    private static boolean isFree(int which, double value, double gradient) {
        return gradient > 0 ? value > least(which) : value < most(which);
    }

    private static double bounded(int which, double value) {
        return Math.max(least(which), Math.min(most(which), value));
    }

    private static double least(int which) {
        return which == 0 ? LEAST_SHARPNESS : 0;
    }

    private static double most(int which) {
        return which == 0 ? MOST_SHARPNESS : MOST_MIX;
    }

    private Place place(double[] at) {
        double loss = 0;
        double[] gradient = new double[2];
        double[][] hessian = new double[2][2];
        double[] e = new double[logits[0].length];
        for (int r = 0; r < logits.length; r++) {
            float[] l = logits[r];
            float[] s = ngrams[r];
            double max = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < e.length; k++) {
                e[k] = at[0] * l[k] + at[1] * s[k];
                max = Math.max(max, e[k]);
            }
            double own = e[labels[r]];
            double sum = 0;
            double sumL = 0;
            double sumS = 0;
            double sumLl = 0;
            double sumLs = 0;
            double sumSs = 0;
            double ownL = l[labels[r]];
            double ownS = s[labels[r]];
            for (int k = 0; k < e.length; k++) {
                double p = Math.exp(e[k] - max);
                double dl = l[k] - ownL;
                double ds = s[k] - ownS;
                sum += p;
                sumL += p * dl;
                sumS += p * ds;
                sumLl += p * dl * dl;
                sumLs += p * dl * ds;
                sumSs += p * ds * ds;
            }
            loss += Math.log(sum) + max - own;
            gradient[0] += sumL / sum;
            gradient[1] += sumS / sum;
            hessian[0][0] += sumLl / sum - (sumL / sum) * (sumL / sum);
            hessian[0][1] += sumLs / sum - (sumL / sum) * (sumS / sum);
            hessian[1][1] += sumSs / sum - (sumS / sum) * (sumS / sum);
        }
        double off = at[0] * temperature - 1;
        loss += (off * off + at[1] * at[1]) / 2;
        gradient[0] += off * temperature;
        gradient[1] += at[1];
        hessian[0][0] += temperature * temperature;
        hessian[1][1] += 1;
        return new Place(loss, gradient, hessian);
    }
}
