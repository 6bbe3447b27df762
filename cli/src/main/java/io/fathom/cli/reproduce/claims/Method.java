package io.fathom.cli.reproduce.claims;

import io.fathom.cli.reproduce.claims.Quantity.Arm;
import io.fathom.model.training.experiment.Experiment;

/**
 * What learns a task, and how.
 *
 * @param description for a table, such as {@code ZTT, 3 cycles, gate on the feed-forward}
 */
public record Method(Arm arm, String description, Experiment experiment) {}
