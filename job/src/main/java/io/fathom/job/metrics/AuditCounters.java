package io.fathom.job.metrics;

import io.fathom.model.budget.AuditOutcome;
import io.fathom.model.engine.ScoringResult;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** Audits by operating point; a point appears with its first audit. Updated on the task thread only. */
public final class AuditCounters {
    private final MetricGroup group;
    private final Map<Integer, OfPoint> points = new HashMap<>();

    public AuditCounters(MetricGroup operator) {
        this.group = operator.addGroup(MetricNames.GROUP);
    }

    /** Counts the result if it was audited. */
    public void record(ScoringResult result) {
        result.place().audit().ifPresent(outcome -> result.place()
                .operatingPoint()
                .ifPresent(
                        point -> points.computeIfAbsent(point, this::register).count(outcome)));
    }

    private OfPoint register(int point) {
        MetricGroup ofPoint = group.addGroup(MetricNames.POINT, Integer.toString(point));
        OfPoint counters =
                new OfPoint(ofPoint.counter(MetricNames.AUDITED_RECORDS), ofPoint.counter(MetricNames.AGREED_RECORDS));
        ofPoint.gauge(MetricNames.AUDIT_AGREEMENT, (Gauge<Double>) counters::agreement);
        return counters;
    }

    private record OfPoint(Counter audited, Counter agreed) {
        void count(AuditOutcome outcome) {
            audited.inc();
            if (outcome == AuditOutcome.AGREED) {
                agreed.inc();
            }
        }

        double agreement() {
            return (double) agreed.getCount() / (double) audited.getCount();
        }
    }
}
