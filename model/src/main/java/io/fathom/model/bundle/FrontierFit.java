package io.fathom.model.bundle;

import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitProbe;
import java.util.Optional;

/** Whether a frontier is one of this model. */
final class FrontierFit {
    private FrontierFit() {}

    /** @throws IllegalArgumentException if the thresholds, the gate or the score do not fit the model */
    static void require(DepthFrontier frontier, ModelDescription model) {
        int cycles = model.architecture().maxCycles();
        int first = model.calibration().firstDepth();
        if (frontier.firstDepth() != first) {
            throw new IllegalArgumentException("firstDepth of " + BundleFiles.FRONTIER + " must be " + first
                    + " (the model has " + (first == 0 ? "" : "no ") + "depth zero), but is " + frontier.firstDepth());
        }
        if (frontier.maxCycles() != cycles) {
            throw new IllegalArgumentException("points of " + BundleFiles.FRONTIER + " must have " + (cycles - first)
                    + " thresholds (one per depth but the last), but have " + (frontier.maxCycles() - first));
        }
        boolean gated = frontier.point(0).gateThreshold().isPresent();
        if (gated && !model.architecture().routers()) {
            throw new IllegalArgumentException("points of " + BundleFiles.FRONTIER
                    + " must have no gateThreshold (the architecture has no routers), but have one");
        }
        frontier.score().probe().ifPresent(inputs -> ExitProbe.among(model.probes(), inputs));
    }

    /** @throws IllegalArgumentException if the recommended policy names a point that is not there */
    static void requirePoint(ExitPolicy policy, Optional<DepthFrontier> frontier) {
        policy.resolved(frontier);
    }
}
