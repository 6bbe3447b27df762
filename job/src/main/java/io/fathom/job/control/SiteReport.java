package io.fathom.job.control;

import io.fathom.job.engines.BudgetReport;
import io.fathom.job.engines.TrialReport;
import org.jspecify.annotations.Nullable;

/**
 * What one subtask tells about its TaskManager. Each report says all there is; nothing is lost with one.
 *
 * @param taskManager Flink's id of it; several subtasks may report for the same one
 * @param subtask index of the reporting subtask
 * @param subtasks how many report
 * @param trial how far the candidate has come, or null if there is none
 */
public record SiteReport(
        String taskManager, int subtask, int subtasks, @Nullable TrialReport trial, BudgetReport budget) {}
