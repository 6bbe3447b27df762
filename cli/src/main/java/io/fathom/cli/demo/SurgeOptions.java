package io.fathom.cli.demo;

import io.fathom.cli.options.WholeNumber;
import io.fathom.model.budget.ComputeBudget;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The surge scenario: how much, and for how long. */
final class SurgeOptions {
    /** Full depth takes this share of the capacity at the base rate. */
    private static final double BASE_SHARE = 0.25;

    private static final double BUDGET_SHARE = 0.9;
    private static final double FACTOR = 10;
    private static final int RECOVERING_WINDOWS = 2;
    private static final Duration LONGEST_AFTER = Duration.ofSeconds(60);

    @Option(
            names = "--surge-seconds",
            paramLabel = "N",
            defaultValue = "20",
            converter = WholeNumber.Positive.class,
            description = "Length of the surge of --scenario surge. Default: ${DEFAULT-VALUE}.")
    private int surgeSeconds;

    @Option(
            names = "--base-seconds",
            paramLabel = "N",
            defaultValue = "10",
            converter = WholeNumber.Positive.class,
            description = "Seconds at the base rate before the surge, and at least so many after it. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int baseSeconds;

    @Option(
            names = "--capacity",
            paramLabel = "TLOPS",
            converter = WholeNumber.Positive.class,
            description =
                    "What counts as full-depth capacity in --scenario surge, in TLOps a second: a quarter of it is"
                            + " the base load, 90 %% of it the budget. Default: measured first.")
    private @Nullable Integer capacity;

    /** Given TLOps a second, 0 if they are to be measured. */
    int capacity() {
        return capacity == null ? 0 : capacity;
    }

    ComputeBudget budget(Capacity measured) {
        return ComputeBudget.of(BUDGET_SHARE * measured.tlopsPerSecond());
    }

    SurgePlan plan(Capacity measured, ComputeBudget budget) {
        Duration base = Duration.ofSeconds(baseSeconds);
        Duration warmUp = base.dividedBy(4);
        return new SurgePlan(
                BASE_SHARE * measured.eventsPerSecond(),
                FACTOR,
                warmUp,
                base.minus(warmUp),
                Duration.ofSeconds(surgeSeconds),
                budget.window().multipliedBy(RECOVERING_WINDOWS),
                LONGEST_AFTER.compareTo(base) > 0 ? LONGEST_AFTER : base);
    }

    /** Ends the run with the budget: the least time after the surge is over, and the job has recovered. */
    StopRule recovered(SurgePlan plan) {
        Duration least =
                Duration.ofNanos(plan.surgeEnd()).plus(plan.recovering()).plusSeconds(baseSeconds);
        // Results are seen with the checkpoint after them, up to a second late.
        return new Recovered(least, plan.recovering(), 2 * plan.baseRate());
    }
}
