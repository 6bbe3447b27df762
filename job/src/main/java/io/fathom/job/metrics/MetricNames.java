package io.fathom.job.metrics;

import static io.fathom.job.metrics.Metric.Scope.SUBTASK;
import static io.fathom.job.metrics.Metric.Scope.TASK_MANAGER;
import static io.fathom.job.metrics.Metric.Type.COUNTER;
import static io.fathom.job.metrics.Metric.Type.GAUGE;
import static io.fathom.job.metrics.Metric.Type.HISTOGRAM;

/**
 * Names of all metrics, each with its unit; all are below the operator's group {@link #GROUP}. What is said of each here is
 * what {@code docs/reference/metrics.md} says.
 */
public final class MetricNames {
    public static final String GROUP = "fathom";

    private static final String DECODE = "decode";
    private static final String SCORE = "score";
    private static final String ROUTE = "route";

    /** Variable: the index of an operating point, such as {@code 3}. */
    public static final String POINT = "point";

    /** Variable: an exit reason, such as {@code CONFIDENCE}. */
    public static final String REASON = "reason";

    /** Variable: the stage at which a record failed, such as {@code DECODE}. */
    public static final String STAGE = "stage";

    /** Variable: cycles that an answer took, such as {@code 3}. */
    public static final String CYCLES = "cycles";

    @Metric(
            operators = ROUTE,
            type = HISTOGRAM,
            unit = "cycles",
            scope = SUBTASK,
            meaning = "Cycles run for an answer.")
    public static final String DEPTH_CYCLES = "depthCycles";

    @Metric(
            operators = ROUTE,
            type = COUNTER,
            unit = "records",
            scope = SUBTASK,
            variable = CYCLES,
            meaning =
                    "Answers, one counter for each number of cycles: the rates side by side are the distribution of depth"
                            + " over time. A depth appears with its first answer.")
    public static final String DEPTH_RECORDS = "depthRecords";

    @Metric(
            operators = ROUTE,
            type = HISTOGRAM,
            unit = "microseconds",
            scope = SUBTASK,
            meaning = "Time of an answered record from its submission to its first layer.")
    public static final String QUEUE_MICROS = "queueMicros";

    @Metric(
            operators = ROUTE,
            type = HISTOGRAM,
            unit = "microseconds",
            scope = SUBTASK,
            meaning = "Time of an answered record from its first layer to its answer.")
    public static final String COMPUTE_MICROS = "computeMicros";

    @Metric(
            operators = ROUTE,
            type = HISTOGRAM,
            unit = "rows",
            scope = SUBTASK,
            meaning =
                    "Rows in the batch of an answer's last cycle. Far below fathom.engine.max-batch-rows under load: too"
                            + " few records in flight.")
    public static final String BATCH_ROWS = "batchRows";

    @Metric(
            operators = ROUTE,
            type = COUNTER,
            unit = "TLOps",
            scope = SUBTASK,
            meaning = "What answers cost; one TLOp is one token through one layer.")
    public static final String SPENT_TLOPS = "spentTlops";

    @Metric(
            operators = ROUTE,
            type = COUNTER,
            unit = "records",
            scope = SUBTASK,
            meaning = "Answers to texts that were longer than the model reads; the rest of the text was not looked at.")
    public static final String TRUNCATED_RECORDS = "truncatedRecords";

    @Metric(
            operators = ROUTE,
            type = COUNTER,
            unit = "records",
            scope = SUBTASK,
            meaning = "Answers that reject the text as none of the labels.")
    public static final String OUT_OF_SCOPE_RECORDS = "outOfScopeRecords";

    @Metric(
            operators = ROUTE,
            type = COUNTER,
            unit = "records",
            scope = SUBTASK,
            meaning = "Answers of a language model that call the text an anomaly.")
    public static final String ANOMALOUS_RECORDS = "anomalousRecords";

    @Metric(
            operators = ROUTE,
            type = COUNTER,
            unit = "records",
            scope = SUBTASK,
            variable = REASON,
            meaning = "Answers, by what ended their depth. The sum over all reasons is the throughput.")
    public static final String EXIT_RECORDS = "exitRecords";

    @Metric(
            operators = {DECODE, ROUTE},
            type = COUNTER,
            unit = "records",
            scope = SUBTASK,
            variable = STAGE,
            meaning =
                    "Dead letters, by where they failed: DECODE (bytes that are no event), VALIDATE (an event that cannot"
                            + " be right), ADMIT (shed by the budget), SCORE (the model failed on it).")
    public static final String DEAD_LETTER_RECORDS = "deadLetterRecords";

    @Metric(
            operators = SCORE,
            type = GAUGE,
            unit = "records",
            scope = SUBTASK,
            meaning = "Events that are with the engine; fathom.async.capacity at most, and all of them are in the next"
                    + " checkpoint.")
    public static final String IN_FLIGHT_RECORDS = "inFlightRecords";

    @Metric(
            operators = SCORE,
            type = GAUGE,
            unit = "records",
            scope = TASK_MANAGER,
            meaning = "Records that wait in the engine for a place in a batch.")
    public static final String ENGINE_WAITING_RECORDS = "engineWaitingRecords";

    @Metric(
            operators = SCORE,
            type = GAUGE,
            unit = "records",
            scope = TASK_MANAGER,
            meaning = "Records in batches of the engine.")
    public static final String ENGINE_ACTIVE_RECORDS = "engineActiveRecords";

    @Metric(
            operators = SCORE,
            type = GAUGE,
            unit = "records",
            scope = TASK_MANAGER,
            meaning = "Records that failed alone in the engine since it was opened, each a dead letter: the text or the"
                    + " numbers it gives are the reason, not its batch.")
    public static final String ENGINE_FAILED_RECORDS = "engineFailedRecords";

    @Metric(
            operators = SCORE,
            type = GAUGE,
            unit = "batches",
            scope = TASK_MANAGER,
            meaning =
                    "Batches that failed as a whole since the engine was opened, and went on in halves. Rising steadily:"
                            + " the device has too little memory for fathom.engine.max-batch-tokens.")
    public static final String ENGINE_SPLIT_BATCHES = "engineSplitBatches";

    @Metric(
            operators = SCORE,
            type = GAUGE,
            unit = "engines",
            scope = TASK_MANAGER,
            meaning = "Engines that compute on the CPU because the GPU that was asked for is not there"
                    + " (fathom.engine.cpu-fallback).")
    public static final String ENGINE_FALLBACKS = "engineFallbacks";

    @Metric(
            operators = SCORE,
            type = GAUGE,
            unit = "level",
            scope = TASK_MANAGER,
            meaning =
                    "Worst step of the overload ladder: 0 full, 1 reduced, 2 minimum, 3 overflow; −1 without a budget.")
    public static final String BUDGET_LEVEL = "budgetLevel";

    @Metric(
            operators = SCORE,
            type = GAUGE,
            unit = "index",
            scope = TASK_MANAGER,
            meaning =
                    "Operating point of records without priority or deadline, 0 for the cheapest; −1 without a budget.")
    public static final String OPERATING_POINT = "operatingPoint";

    @Metric(
            operators = SCORE,
            type = GAUGE,
            unit = "TLOps/s",
            scope = TASK_MANAGER,
            meaning = "What the engines may spend: their share of the job's budget.")
    public static final String BUDGET_ALLOWED = "budgetAllowedTlopsPerSecond";

    @Metric(
            operators = SCORE,
            type = GAUGE,
            unit = "TLOps/s",
            scope = TASK_MANAGER,
            meaning = "What they spent over the last window, audits included.")
    public static final String BUDGET_SPENT = "budgetSpentTlopsPerSecond";

    @Metric(
            operators = SCORE,
            type = GAUGE,
            unit = "batch steps",
            scope = TASK_MANAGER,
            meaning =
                    "Most that was spent beyond the budget in any window so far, in batch steps, by the books of the engines:"
                            + " 1 at most for one engine, by contract.")
    public static final String BUDGET_OVERSPENT = "budgetOverspentSteps";

    @Metric(
            operators = SCORE,
            type = GAUGE,
            unit = "TLOps/s",
            scope = TASK_MANAGER,
            meaning = "What arrivals and backlog would take at the richest point.")
    public static final String BUDGET_DEMAND = "budgetDemandTlopsPerSecond";

    @Metric(
            operators = SCORE,
            type = GAUGE,
            unit = "TLOps",
            scope = TASK_MANAGER,
            meaning = "What the waiting records will cost.")
    public static final String BUDGET_BACKLOG = "budgetBacklogTlops";

    @Metric(
            operators = SCORE,
            type = GAUGE,
            unit = "records",
            scope = TASK_MANAGER,
            meaning = "Records that were turned away because of the budget, since it was set.")
    public static final String SHED_RECORDS = "shedRecords";

    @Metric(
            operators = ROUTE,
            type = COUNTER,
            unit = "records",
            scope = SUBTASK,
            variable = POINT,
            meaning = "Answers that were compared with full depth. A point appears with its first audit.")
    public static final String AUDITED_RECORDS = "auditedRecords";

    @Metric(
            operators = ROUTE,
            type = COUNTER,
            unit = "records",
            scope = SUBTASK,
            variable = POINT,
            meaning = "Audited answers that agreed with full depth.")
    public static final String AGREED_RECORDS = "auditAgreedRecords";

    @Metric(
            operators = ROUTE,
            type = GAUGE,
            unit = "share",
            scope = SUBTASK,
            variable = POINT,
            meaning =
                    "Share of the audited answers that agreed, 0 to 1. Over several subtasks divide the sums of the two"
                            + " counters instead.")
    public static final String AUDIT_AGREEMENT = "auditAgreementShare";

    @Metric(
            operators = SCORE,
            type = GAUGE,
            unit = "0 or 1",
            scope = TASK_MANAGER,
            meaning =
                    "Drift: 1 while the latest audits of any operating point agree with full depth less, or more, than the"
                            + " bundle's frontier promises. Calibrate on recent data.")
    public static final String AUDIT_AGREEMENT_ALARM = "auditAgreementAlarm";

    @Metric(
            operators = SCORE,
            type = GAUGE,
            unit = "0 or 1",
            scope = TASK_MANAGER,
            variable = POINT,
            meaning = "The same for each operating point.")
    public static final String AUDIT_POINT_ALARM = "auditPointAlarm";

    @Metric(
            operators = SCORE,
            type = GAUGE,
            unit = "share, 0 to 1",
            scope = TASK_MANAGER,
            variable = POINT,
            meaning =
                    "Of the latest audits of an operating point, up to 512, those that agreed with full depth; NaN before"
                            + " the first.")
    public static final String AUDIT_RECENT_AGREEMENT = "auditRecentAgreementShare";

    private MetricNames() {}
}
