package io.fathom.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * Multinomial logistic regression: the W [labels, width] and b [labels] of least
 *
 * <pre>
 *   f(W, b) = Σ_r −log softmax(W x_r + b)[y_r]  +  l2 / 2 · ‖W‖²
 * </pre>
 *
 * by L-BFGS (Nocedal 1980) with a backtracking line search. f is convex, so it does not matter where it begins; beginning at the
 * solution of a neighbouring l2 saves most of the work. Deterministic.
 */
final class SoftmaxRegression {
    private static final int MEMORY = 10;
    private static final int MOST_ITERATIONS = 100;
    private static final double SUFFICIENT = 1e-4;
    private static final double SHORTEST_STEP = 1e-10;
    /** Ends where an iteration wins less than this share of f. */
    private static final double PRECISION = 1e-4;

    private final NDManager manager;
    private final NDArray x; // [records, width]
    private final NDArray y; // [records, labels], one-hot
    private final int width;
    private final int labels;

    /** A point and what f is there. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    private record Point(double[] at, double value, double[] gradient) {}

    /**
     * @param manager owns the arrays, and those that a step makes for as long as the step
     * @param x features, [records, width]
     * @param labelIndices of the records
     */
    SoftmaxRegression(NDManager manager, NDArray x, int[] labelIndices, int labels) {
        this.manager = manager;
        this.x = x;
        this.width = (int) x.getShape().get(1);
        this.labels = labels;
        float[] hot = new float[labelIndices.length * labels];
        for (int r = 0; r < labelIndices.length; r++) {
            hot[r * labels + labelIndices[r]] = 1;
        }
        this.y = manager.create(hot, new Shape(labelIndices.length, labels));
    }

    /** Where nothing is known yet: W row by row, then b. */
    static double[] zeros(int labels, int width) {
        return new double[labels * (width + 1)];
    }

    /**
     * @param start where to begin; not changed
     * @return W row by row, then b
     */
    double[] fit(double l2, double[] start) {
        Point point = evaluate(start, l2);
        Deque<double[][]> pairs = new ArrayDeque<>(); // steps and differences of gradients, newest first
        for (int i = 0; i < MOST_ITERATIONS; i++) {
            double[] direction = direction(point.gradient(), pairs);
            Point next = lineSearch(point, direction, l2);
            double won = point.value() - next.value();
            if (!(won > 0)) {
                return point.at();
            }
            remember(pairs, point, next);
            point = next;
            if (won < PRECISION * Math.abs(point.value())) {
                break;
            }
        }
        return point.at();
    }

    private Point lineSearch(Point from, double[] direction, double l2) {
        double slope = dot(from.gradient(), direction);
        double step = 1;
        Point next = evaluate(sum(from.at(), step, direction), l2);
        while (!(next.value() <= from.value() + SUFFICIENT * step * slope) && step > SHORTEST_STEP) {
            step /= 2;
            next = evaluate(sum(from.at(), step, direction), l2);
        }
        return next;
    }

    /** The two loops of L-BFGS: minus the inverse Hessian, as far as the pairs tell it, times the gradient. */
    private static double[] direction(double[] gradient, Deque<double[][]> pairs) {
        double[] q = gradient.clone();
        double[] shares = new double[pairs.size()];
        int p = 0;
        for (double[][] pair : pairs) {
            shares[p] = dot(pair[0], q) / dot(pair[0], pair[1]);
            add(q, -shares[p++], pair[1]);
        }
        double[][] newest = pairs.peekFirst();
        double scale = newest == null
                ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)))
                : dot(newest[0], newest[1]) / dot(newest[1], newest[1]);
        for (int i = 0; i < q.length; i++) {
            q[i] *= scale;
        }
        for (Iterator<double[][]> oldest = pairs.descendingIterator(); oldest.hasNext(); ) {
            double[][] pair = oldest.next();
            add(q, shares[--p] - dot(pair[1], q) / dot(pair[0], pair[1]), pair[0]);
        }
        for (int i = 0; i < q.length; i++) {
            q[i] = -q[i];
        }
        return q;
    }

    private static void remember(Deque<double[][]> pairs, Point before, Point after) {
        double[] step = sum(after.at(), -1, before.at());
        double[] change = sum(after.gradient(), -1, before.gradient());
        if (dot(step, change) > 1e-12 * dot(change, change)) {
            pairs.addFirst(new double[][] {step, change});
            if (pairs.size() > MEMORY) {
                pairs.removeLast();
            }
        }
    }

    private Point evaluate(double[] at, double l2) {
        float[] gradient;
        float[] ofBias;
        double value;
        try (NDManager step = manager.newSubManager()) {
            x.tempAttach(step); // results belong to the manager of their first operand
            NDArray logP = logits(step, x, at).logSoftmax(1); // [records, labels]
            value = -logP.mul(y).sum().getFloat();
            NDArray error = logP.exp().sub(y); // [records, labels]
            gradient = error.transpose().matMul(x).toFloatArray(); // [labels, width]
            ofBias = error.sum(new int[] {0}).toFloatArray(); // [labels]
        }
        double[] all = new double[at.length];
        for (int i = 0; i < gradient.length; i++) {
            all[i] = gradient[i] + l2 * at[i];
            value += l2 / 2 * at[i] * at[i];
        }
        for (int k = 0; k < labels; k++) {
            all[gradient.length + k] = ofBias[k];
        }
        return new Point(at, value, all);
    }

    /** Of features that belong to {@code step}, [records, labels]. */
    private NDArray logits(NDManager step, NDArray features, double[] at) {
        NDArray w = step.create(floats(at, 0, labels * width), new Shape(labels, width));
        NDArray b = step.create(floats(at, labels * width, at.length));
        return ai.djl.nn.core.Linear.linear(features, w, b).singletonOrThrow();
    }

    static float[] floats(double[] values, int from, int to) {
        float[] floats = new float[to - from];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[from + i];
        }
        return floats;
    }

    private static double[] sum(double[] one, double factor, double[] other) {
        double[] sum = Arrays.copyOf(one, one.length);
        add(sum, factor, other);
        return sum;
    }

    private static void add(double[] to, double factor, double[] other) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * other[i];
        }
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
