package io.fathom.job.metrics;

/** Names of all metrics, each with its unit; all are below the operator's group {@link #GROUP}. */
public final class MetricNames {
    public static final String GROUP = "fathom";

    /** Histogram: cycles run for an answer. */
    public static final String DEPTH_CYCLES = "depthCycles";

    /** Histogram: microseconds from submission to the first layer. */
    public static final String QUEUE_MICROS = "queueMicros";

    /** Histogram: microseconds from the first layer to the answer. */
    public static final String COMPUTE_MICROS = "computeMicros";

    /** Histogram: rows in the batch of an answer's last cycle. */
    public static final String BATCH_ROWS = "batchRows";

    /** Counter: token-layer operations charged to answers. */
    public static final String SPENT_TLOPS = "spentTlops";

    /** Counter: answers to texts that were longer than the model reads. */
    public static final String TRUNCATED_RECORDS = "truncatedRecords";

    /** Counter: answers that reject the text as none of the labels. */
    public static final String OUT_OF_SCOPE_RECORDS = "outOfScopeRecords";

    /** Counter: answers of a language model that call the text an anomaly. */
    public static final String ANOMALOUS_RECORDS = "anomalousRecords";

    /** Counter: answers, one for each value of the variable {@link #REASON}. */
    public static final String EXIT_RECORDS = "exitRecords";

    /** Counter: dead letters, one for each value of the variable {@link #STAGE}. */
    public static final String DEAD_LETTER_RECORDS = "deadLetterRecords";

    /** Gauge: events of this subtask that are with the engine. */
    public static final String IN_FLIGHT_RECORDS = "inFlightRecords";

    /** Gauge: records waiting in the engine of the process, from all subtasks. */
    public static final String ENGINE_WAITING_RECORDS = "engineWaitingRecords";

    /** Gauge: records in batches of the engine of the process, from all subtasks. */
    public static final String ENGINE_ACTIVE_RECORDS = "engineActiveRecords";

    /** Gauge: worst step of the overload ladder, 0 full, 1 reduced, 2 minimum, 3 overflow; −1 without a budget. */
    public static final String BUDGET_LEVEL = "budgetLevel";

    /** Gauge: operating point of records without priority or deadline, 0 for the cheapest; −1 without a budget. */
    public static final String OPERATING_POINT = "operatingPoint";

    /** Gauge: TLOps a second that the engines of the process may spend. */
    public static final String BUDGET_ALLOWED = "budgetAllowedTlopsPerSecond";

    /** Gauge: TLOps a second that they spent over the last window, audits included. */
    public static final String BUDGET_SPENT = "budgetSpentTlopsPerSecond";

    /** Gauge: TLOps a second that arrivals and backlog would take at the richest point. */
    public static final String BUDGET_DEMAND = "budgetDemandTlopsPerSecond";

    /** Gauge: TLOps that the waiting records will cost. */
    public static final String BUDGET_BACKLOG = "budgetBacklogTlops";

    /** Gauge: records that were turned away because of the budget, since it was set. */
    public static final String SHED_RECORDS = "shedRecords";

    /** Counter: answers that were compared with full depth, one for each value of the variable {@link #POINT}. */
    public static final String AUDITED_RECORDS = "auditedRecords";

    /** Counter: those of them that agreed, likewise. */
    public static final String AGREED_RECORDS = "auditAgreedRecords";

    /** Gauge: the share of audited answers that agreed, 0 to 1, likewise. */
    public static final String AUDIT_AGREEMENT = "auditAgreementShare";

    /** Variable: the index of an operating point, such as {@code 3}. */
    public static final String POINT = "point";

    /** Variable: an exit reason, such as {@code CONFIDENCE}. */
    public static final String REASON = "reason";

    /** Variable: the stage at which a record failed, such as {@code DECODE}. */
    public static final String STAGE = "stage";

    private MetricNames() {}
}
