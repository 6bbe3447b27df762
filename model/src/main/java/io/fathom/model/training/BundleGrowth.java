package io.fathom.model.training;

import io.fathom.model.bundle.BundleParts;
import io.fathom.model.bundle.LineageStep;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.ModelDescription;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.nn.Projections.Slots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A bundle with more slots, made from another: same task, labels, vocabulary and calibration, grown weights, and a line more
 * in its lineage.
 *
 * @param parts to be written
 * @param difference largest relative difference of an answer, see {@link FunctionDifference}
 */
public record BundleGrowth(BundleParts parts, double difference) {
    /** What counts as the same function in float32. */
    public static final double SAME = 1e-5;

    private static final long PROBE_SEED = 1;

    /**
     * @param id of the grown bundle
     * @param command how a person grows it again
     * @throws IllegalArgumentException if the bundle cannot grow
     * @throws IllegalStateException if growth should have preserved the function and did not
     */
    public static BundleGrowth of(ModelBundle bundle, SlotGrowth growth, String id, String createdBy, String command) {
        NetworkValues before = new NetworkValues(bundle.architecture(), bundle.weightValues());
        NetworkValues after = growth.of(before);
        double difference = FunctionDifference.largest(before, after, PROBE_SEED);
        boolean preserves = growth.mode() == SlotGrowth.Mode.PRESERVE;
        if (preserves && !(difference < SAME)) {
            throw new IllegalStateException("growth must preserve the function to " + SAME
                    + ", but answers differ by up to " + difference + "; nothing was written");
        }
        String detail = detail(
                (Slots) before.architecture().projections(),
                (Slots) after.architecture().projections(),
                preserves);
        ModelDescription model = description(bundle.model(), bundle, after, id, createdBy, command, detail, preserves);
        String card = "# " + id + "\n\nGrown from " + bundle.identity() + ": " + detail + ".\n\n"
                + "What its model card says of it:\n\n" + bundle.modelCard().replaceAll("(?m)^#", "##");
        BundleParts parts = new BundleParts(model, after.values(), bundle.tokenizerJson(), card)
                .with(preserves ? bundle.frontier() : Optional.empty())
                .withNgrams(bundle.ngrams());
        return new BundleGrowth(parts, difference);
    }

    private static String detail(Slots before, Slots after, boolean preserves) {
        return "attention slots " + before.attention() + " to " + after.attention() + ", feed-forward slots "
                + before.feedForward() + " to " + after.feedForward() + ", "
                + (preserves ? "function preserved" : "temperature recomputed");
    }

    /** Measured quality is the parent's, and so holds only where the function is. */
    private static ModelDescription description(
            ModelDescription parent,
            ModelBundle bundle,
            NetworkValues grown,
            String id,
            String createdBy,
            String command,
            String detail,
            boolean preserves) {
        List<LineageStep> lineage = new ArrayList<>(parent.lineage());
        lineage.add(new LineageStep(bundle.identity(), LineageStep.Change.GROWN, detail));
        return new ModelDescription(
                id,
                createdBy,
                parent.task(),
                parent.network(),
                grown.architecture(),
                parent.labels(),
                parent.calibration(),
                parent.tokenGate(),
                parent.probes(),
                preserves || !(parent.exitPolicy() instanceof ExitPolicy.Point)
                        ? parent.exitPolicy()
                        : new ExitPolicy.Fixed(grown.architecture().maxCycles()), // the frontier is not kept
                preserves ? parent.quality() : Map.of(),
                parent.trainingData(),
                lineage,
                command);
    }
}
