package io.fathom.job.metrics;

import io.fathom.model.budget.BudgetStatus;
import io.fathom.model.budget.Overspend;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** Where the engines of the process stand with their budgets, for the operator that hands records to them. */
public final class BudgetGauges {
    /** What level and point show where there is no budget. */
    static final int NONE = -1;

    private BudgetGauges() {}

    /** @param engines one status for each engine with a budget; asked whenever a metric is */
    public static void register(MetricGroup operator, Supplier<List<BudgetStatus>> engines) {
        MetricGroup group = operator.addGroup(MetricNames.GROUP);
        group.gauge(MetricNames.BUDGET_LEVEL, (Gauge<Integer>) () -> engines.get().stream()
                .mapToInt(status -> status.level().severity())
                .max()
                .orElse(NONE));
        group.gauge(MetricNames.OPERATING_POINT, (Gauge<Integer>)
                () -> engines.get().stream().mapToInt(BudgetStatus::point).min().orElse(NONE));
        sum(group, MetricNames.BUDGET_ALLOWED, engines, BudgetStatus::allowedPerSecond);
        sum(group, MetricNames.BUDGET_SPENT, engines, BudgetStatus::spentPerSecond);
        sum(group, MetricNames.BUDGET_DEMAND, engines, BudgetStatus::demandPerSecond);
        sum(group, MetricNames.BUDGET_BACKLOG, engines, BudgetStatus::backlogTlops);
        group.gauge(MetricNames.BUDGET_OVERSPENT, (Gauge<Double>) () -> engines.get().stream()
                .map(BudgetStatus::overspend)
                .reduce(Overspend.NONE, Overspend::and)
                .steps());
        sum(group, MetricNames.SHED_RECORDS, engines, status -> (double) status.shedRecords());
    }

    private static void sum(
            MetricGroup group,
            String name,
            Supplier<List<BudgetStatus>> engines,
            ToDoubleFunction<BudgetStatus> number) {
        group.gauge(name, (Gauge<Double>)
                () -> engines.get().stream().mapToDouble(number).sum());
    }
}
