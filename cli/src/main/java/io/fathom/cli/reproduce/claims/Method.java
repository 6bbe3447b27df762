package io.fathom.cli.reproduce.claims;

import io.fathom.cli.reproduce.claims.Quantity.Arm;
import io.fathom.model.training.experiment.Experiment;

/**
 * What learns a task, and how.
 *
 * @param description for a table, such as {@code ZTT, 3 cycles, gate on the feed-forward}
 * @param seeds most seeds that it is worth to run
 */
public record Method(Arm arm, String description, Experiment experiment, int seeds) {

    /** With as many seeds as are asked for. */
    public Method(Arm arm, String description, Experiment experiment) {
        this(arm, description, experiment, Integer.MAX_VALUE);
    }
}
