package io.fathom.model.depth;

import java.util.List;
import java.util.Locale;

/**
 * Whether a data set profits from depth, by the accuracy of every fixed depth on it.
 *
 * @param accuracy entry 0 for one cycle
 * @param depth fewest cycles whose accuracy is within {@code tolerance} of full depth
 * @param tolerance share of accuracy that may be given up
 */
public record DepthAdvice(List<Double> accuracy, int depth, double tolerance) {

    public DepthAdvice {
        accuracy = List.copyOf(accuracy);
        if (depth < 1 || depth > accuracy.size()) {
            throw new IllegalArgumentException(
                    "depth must be between 1 and " + accuracy.size() + " (cycles), but was " + depth);
        }
    }

    public static DepthAdvice of(List<Double> accuracy, double tolerance) {
        double least = accuracy.get(accuracy.size() - 1) - tolerance;
        int depth = 1;
        while (depth < accuracy.size() && accuracy.get(depth - 1) < least) {
            depth++;
        }
        return new DepthAdvice(accuracy, depth, tolerance);
    }

    /** Whether no fixed depth short of the full one is good enough. */
    public boolean depthPays() {
        return depth == accuracy.size() && depth > 1;
    }

    /**
     * Plain words that name what to deploy.
     *
     * @param deploy the policy that is recommended, as it is written
     */
    public String inWords(String deploy) {
        int full = accuracy.size();
        if (full == 1) {
            return "The model has one cycle; there is no depth to choose.";
        }
        String within = String.format(
                Locale.ROOT,
                "%s %.1f %% right, %s %.1f %%",
                cycles(depth),
                100 * accuracy.get(depth - 1),
                cycles(full),
                100 * accuracy.get(full - 1));
        if (!depthPays()) {
            return "This data does not profit from " + (depth == 1 ? "depth" : "more than " + depth + " cycles") + ": "
                    + within + ". Deploy " + deploy + ".";
        }
        return String.format(
                Locale.ROOT,
                "Depth pays on this data: %s %.1f %% right, %s %.1f %%. Deploy %s.",
                cycles(1),
                100 * accuracy.get(0),
                cycles(full),
                100 * accuracy.get(full - 1),
                deploy);
    }

    private static String cycles(int count) {
        return count == 1 ? "1 cycle gets" : count + " cycles get";
    }
}
