package io.fathom.model.depth;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Whether a data set profits from depth, by the accuracy of every fixed depth on it. What depths are held against is the best
 * of them, which need not be the last.
 *
 * @param firstDepth cycles of entry 0: 0 where the model answers before the first layer, else 1
 * @param accuracy of every fixed depth, the shallowest first
 * @param depth fewest cycles whose accuracy is within {@code tolerance} of the best
 * @param tolerance share of accuracy that may be given up
 */
public record DepthAdvice(int firstDepth, List<Double> accuracy, int depth, double tolerance) {
    /** Half a point of accuracy: less than that, a few thousand records do not tell apart. */
    public static final double TOLERANCE = 0.005;

    public DepthAdvice {
        accuracy = List.copyOf(accuracy);
        int last = firstDepth + accuracy.size() - 1;
        if (depth < firstDepth || depth > last) {
            throw new IllegalArgumentException(
                    "depth must be between " + firstDepth + " and " + last + " (cycles), but was " + depth);
        }
    }

    /** @param firstDepth cycles of the first accuracy */
    public static DepthAdvice of(int firstDepth, List<Double> accuracy, double tolerance) {
        double least = Collections.max(accuracy) - tolerance;
        int row = 0;
        while (accuracy.get(row) < least) {
            row++;
        }
        return new DepthAdvice(firstDepth, accuracy, firstDepth + row, tolerance);
    }

    /** Of a model that answers after one cycle at the earliest. */
    public static DepthAdvice of(List<Double> accuracy, double tolerance) {
        return of(1, accuracy, tolerance);
    }

    /** Whether the shallowest depth is not good enough. */
    public boolean depthPays() {
        return depth > firstDepth;
    }

    /** The depth of most accuracy, the shallowest of several. */
    private int best() {
        return firstDepth + accuracy.indexOf(Collections.max(accuracy));
    }

    /**
     * Plain words that name what to deploy.
     *
     * @param deploy the policy that is recommended, as it is written
     */
    public String inWords(String deploy) {
        int full = firstDepth + accuracy.size() - 1;
        if (full == firstDepth) {
            return "The model has one cycle; there is no depth to choose.";
        }
        if (!depthPays()) {
            return "This data does not profit from depth: " + right(firstDepth) + " right, " + right(full) + ". Deploy "
                    + deploy + ".";
        }
        String upTo = depth == full ? "" : " up to " + (depth == 1 ? "1 cycle" : depth + " cycles");
        StringBuilder text =
                new StringBuilder("Depth pays on this data").append(upTo).append(": ");
        text.append(right(firstDepth)).append(" right");
        if (depth != full) {
            text.append(", ").append(right(depth));
        }
        if (best() != depth && best() != full) {
            text.append(", ").append(right(best()));
        }
        return text.append(", ")
                .append(right(full))
                .append(". Deploy ")
                .append(deploy)
                .append('.')
                .toString();
    }

    private String right(int cycles) {
        String who = cycles == 0 ? "depth zero gets" : cycles == 1 ? "1 cycle gets" : cycles + " cycles get";
        return String.format(Locale.ROOT, "%s %.1f %%", who, 100 * accuracy.get(cycles - firstDepth));
    }
}
