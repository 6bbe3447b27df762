package io.fathom.job.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the control operator keeps in checkpoints.
 *
 * @param model a change of model under way, or null
 * @param budget a change of budget under way, or null
 * @param seen ids of the latest directives, oldest first: one that comes twice is answered once
 */
public record DeskState(
        Ruling ruling, @Nullable PendingModel model, @Nullable PendingBudget budget, List<String> seen) {
    /** Of a job that starts anew. */
    public static final DeskState INITIAL = new DeskState(Ruling.CONFIGURED, null, null, List.of());
}
