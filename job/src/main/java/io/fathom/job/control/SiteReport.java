package io.fathom.job.control;

import io.fathom.job.engines.BudgetReport;
import io.fathom.job.engines.SiteAddress;
import io.fathom.job.engines.TrialReport;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one subtask tells about its TaskManager. Each report says all there is; nothing is lost with one.
 *
 * @param taskManager Flink's id of it; several subtasks may report for the same one
 * @param subtask index of the reporting subtask
 * @param subtasks how many report
 * @param address where its orders go, or null if nobody listens yet
 * @param trial how far the candidate has come, or null if there is none
 */
public record SiteReport(
        String taskManager,
        int subtask,
        int subtasks,
        @Nullable SiteAddress address,
        @Nullable TrialReport trial,
        BudgetReport budget) {

    /** True if both say the same of changes under way, whatever they say of the load. */
    boolean standsLike(SiteReport other) {
        return subtasks == other.subtasks
                && Objects.equals(trial, other.trial)
                && budget.orderId().equals(other.budget.orderId())
                && Objects.equals(budget.problem(), other.budget.problem());
    }
}
