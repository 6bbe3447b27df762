package io.fathom.job.metrics;

import io.fathom.model.budget.PointAgreement;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Whether audits agree with full depth as the frontiers promised, for all engines of the process. A point appears once an
 * engine has it. Updated on the task thread only.
 */
public final class DriftGauges {
    private final MetricGroup group;
    private final Supplier<List<PointAgreement>> agreements;
    private int points;

    /** @param agreements of all points of all engines; asked whenever a metric is */
    public DriftGauges(MetricGroup operator, Supplier<List<PointAgreement>> agreements) {
        this.group = operator.addGroup(MetricNames.GROUP);
        this.agreements = agreements;
        group.gauge(MetricNames.AUDIT_AGREEMENT_ALARM, (Gauge<Integer>) () -> alarm(agreements.get().stream()));
    }

    /** Registers the points below {@code count} that are not yet. */
    public void cover(int count) {
        for (; points < count; points++) {
            int point = points;
            MetricGroup ofPoint = group.addGroup(MetricNames.POINT, Integer.toString(point));
            ofPoint.gauge(MetricNames.AUDIT_POINT_ALARM, (Gauge<Integer>) () -> alarm(of(point)));
            ofPoint.gauge(MetricNames.AUDIT_RECENT_AGREEMENT, (Gauge<Double>)
                    () -> share(of(point).toList()));
        }
    }

    private Stream<PointAgreement> of(int point) {
        return agreements.get().stream().filter(a -> a.point() == point);
    }

    private static int alarm(Stream<PointAgreement> agreements) {
        return agreements.anyMatch(a -> a.verdict().isDrift()) ? 1 : 0;
    }

    private static double share(List<PointAgreement> agreements) {
        int agreed = agreements.stream().mapToInt(PointAgreement::agreed).sum();
        int audited = agreements.stream().mapToInt(PointAgreement::audited).sum();
        return (double) agreed / audited;
    }
}
