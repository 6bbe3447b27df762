package io.fathom.job.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.job.fixture.Samples;
import io.fathom.job.fixture.ScriptedEngine;
import io.fathom.model.budget.Agreement;
import io.fathom.model.budget.AuditOutcome;
import io.fathom.model.budget.BudgetLevel;
import io.fathom.model.budget.BudgetStatus;
import io.fathom.model.budget.Overspend;
import io.fathom.model.budget.PointAgreement;
import io.fathom.model.depth.ExitReason;
import io.fathom.model.engine.EnginePlacement;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringResult;
import io.fathom.model.engine.ScoringResult.Place;
import io.fathom.model.nn.Precision;
import io.fathom.schemas.DeadLetterStage;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.testutils.MetricListener;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final MetricListener listener = new MetricListener();

    @Test
    void answersAreMeasured() {
        AnswerMetrics metrics = new AnswerMetrics(listener.getMetricGroup());
        metrics.record(Samples.result("a", ExitReason.CONFIDENCE));
        metrics.record(Samples.result("a", ExitReason.CONFIDENCE));
        metrics.record(Samples.result("a", ExitReason.DEADLINE));

        assertThat(histogram("depthCycles").getCount()).isEqualTo(3);
        assertThat(histogram("depthCycles").getStatistics().getMax()).isEqualTo(2);
        assertThat(histogram("queueMicros").getStatistics().getMax()).isEqualTo(12);
        assertThat(histogram("computeMicros").getStatistics().getMax()).isEqualTo(6789);
        assertThat(histogram("batchRows").getStatistics().getMax()).isEqualTo(16);
        assertThat(counter("spentTlops")).isEqualTo(3 * 54);
        assertThat(counter("truncatedRecords")).isEqualTo(3);
        assertThat(counter("outOfScopeRecords")).isZero();
        assertThat(counter("anomalousRecords")).isZero();
        assertThat(counter("cycles", "2", "depthRecords")).isEqualTo(3);
        assertThat(counter("reason", "CONFIDENCE", "exitRecords")).isEqualTo(2);
        assertThat(counter("reason", "DEADLINE", "exitRecords")).isEqualTo(1);
        assertThat(counter("reason", "FULL_DEPTH", "exitRecords")).isZero();
    }

    @Test
    void anomaliesAreCounted() {
        AnswerMetrics metrics = new AnswerMetrics(listener.getMetricGroup());
        metrics.record(Samples.surprise(2.4f, ExitReason.CONFIDENCE));
        metrics.record(Samples.surprise(2.5f, ExitReason.CONFIDENCE));

        assertThat(counter("anomalousRecords")).isEqualTo(1);
        assertThat(histogram("depthCycles").getCount()).isEqualTo(2);
    }

    @Test
    void deadLettersAreCountedByStage() {
        DeadLetterCounters counters =
                new DeadLetterCounters(listener.getMetricGroup(), DeadLetterStage.DECODE, DeadLetterStage.VALIDATE);
        counters.count(DeadLetterStage.DECODE);

        assertThat(counter("stage", "DECODE", "deadLetterRecords")).isEqualTo(1);
        assertThat(counter("stage", "VALIDATE", "deadLetterRecords")).isZero();
        assertThatThrownBy(() -> counters.count(DeadLetterStage.SCORE)).hasMessageContaining("was not registered");
    }

    @Test
    void theEnginesShowWhatIsInFlightAndWhatFailed() {
        List<ScoringEngine> engines = new ArrayList<>(List.of(ScriptedEngine.named("a", ScriptedEngine.ECHO)));
        EngineGauges.register(listener.getMetricGroup(), () -> 5, () -> engines);

        assertThat(gauge("inFlightRecords")).isEqualTo(5);
        assertThat(sum("engineWaitingRecords")).isEqualTo(11);
        assertThat(sum("engineActiveRecords")).isEqualTo(13);
        assertThat(sum("engineFailedRecords")).isEqualTo(17);
        assertThat(sum("engineSplitBatches")).isEqualTo(19);
        assertThat(sum("engineFallbacks")).isZero();
        engines.add(ScriptedEngine.named("b", ScriptedEngine.ECHO)
                .placed(new EnginePlacement("cpu", Precision.FLOAT32, true)));
        assertThat(sum("engineWaitingRecords")).isEqualTo(22);
        assertThat(sum("engineFallbacks")).isEqualTo(1);
    }

    /** A name that is registered but not described would be missing on the reference page. */
    @Test
    void everyNameIsDescribed() {
        Set<String> variables = MetricDescription.all().stream()
                .map(described -> described.metric().variable())
                .collect(Collectors.toSet());
        for (Field field : MetricNames.class.getFields()) {
            assertThat(field.isAnnotationPresent(Metric.class)
                            || field.getName().equals("GROUP"))
                    .as(field.getName())
                    .isEqualTo(!variables.contains(valueOf(field)));
        }
        assertThat(MetricDescription.all()).allSatisfy(described -> {
            assertThat(described.metric().operators()).isNotEmpty();
            assertThat(described.metric().meaning()).endsWith(".");
        });
    }

    @Test
    void prometheusSeesTheVariableInTheName() {
        assertThat(MetricDescription.all())
                .extracting(MetricDescription::prometheusName)
                .contains(
                        "flink_taskmanager_job_task_operator_fathom_depthCycles",
                        "flink_taskmanager_job_task_operator_fathom_reason_exitRecords");
    }

    @Test
    void theBudgetShowsTheWorstLevelAndTheSums() {
        List<BudgetStatus> engines = new ArrayList<>();
        BudgetGauges.register(listener.getMetricGroup(), () -> engines);
        assertThat(gauge("budgetLevel")).isEqualTo(-1);
        assertThat(gauge("operatingPoint")).isEqualTo(-1);
        engines.add(new BudgetStatus(BudgetLevel.FULL, 7, 100, 40, 5, 60, 1000, new Overspend(20, 50), 0));
        engines.add(new BudgetStatus(BudgetLevel.OVERFLOW, 2, 50, 49, 500, 400, 2000, new Overspend(30, 100), 3));
        assertThat(gauge("budgetLevel")).isEqualTo(3);
        assertThat(gauge("operatingPoint")).isEqualTo(2);
        assertThat(number("budgetAllowedTlopsPerSecond")).isEqualTo(150);
        assertThat(number("budgetSpentTlopsPerSecond")).isEqualTo(89);
        assertThat(number("budgetDemandTlopsPerSecond")).isEqualTo(460);
        assertThat(number("budgetBacklogTlops")).isEqualTo(505);
        assertThat(number("budgetOverspentSteps")).isEqualTo(0.5);
        assertThat(number("shedRecords")).isEqualTo(3);
    }

    @Test
    void auditsAreCountedByPoint() {
        AuditCounters audits = new AuditCounters(listener.getMetricGroup());
        ScoringResult answer = Samples.result("a", ExitReason.PROBE);
        Place place = Place.at(4, BudgetLevel.REDUCED);
        for (Place seen : List.of(
                place,
                place.audited(AuditOutcome.AGREED),
                place.audited(AuditOutcome.AGREED),
                place.audited(AuditOutcome.DISAGREED))) {
            audits.record(new ScoringResult(answer.answer(), answer.trace(), answer.cost(), seen));
        }
        assertThat(counter("point", "4", "auditedRecords")).isEqualTo(3);
        assertThat(counter("point", "4", "auditAgreedRecords")).isEqualTo(2);
        assertThat(listener.<Double>getGauge("fathom", "point", "4", "auditAgreementShare")
                        .orElseThrow()
                        .getValue())
                .isEqualTo(2 / 3.0);
    }

    @Test
    void driftShowsByPointAndOverall() {
        List<PointAgreement> engines = new ArrayList<>();
        DriftGauges drift = new DriftGauges(listener.getMetricGroup(), () -> engines);
        assertThat(gauge("auditAgreementAlarm")).isZero();
        drift.cover(2);
        drift.cover(2); // again and again, with every record
        assertThat(listener.getGauge("fathom", "point", "2", "auditPointAlarm")).isEmpty();
        engines.add(new PointAgreement(0, Agreement.KEPT, 10, 9));
        engines.add(new PointAgreement(1, Agreement.BELOW, 100, 50));
        engines.add(new PointAgreement(0, Agreement.KEPT, 30, 21)); // of another model
        assertThat(gauge("auditAgreementAlarm")).isEqualTo(1);
        assertThat(ofPoint(0, "auditPointAlarm")).isEqualTo(0);
        assertThat(ofPoint(1, "auditPointAlarm")).isEqualTo(1);
        assertThat(ofPoint(0, "auditRecentAgreementShare")).isEqualTo(0.75);
        engines.set(1, new PointAgreement(1, Agreement.ABOVE, 100, 100));
        assertThat(gauge("auditAgreementAlarm")).isEqualTo(1);
        engines.remove(1);
        assertThat(gauge("auditAgreementAlarm")).isZero();
        assertThat(ofPoint(1, "auditRecentAgreementShare")).isEqualTo(Double.NaN);
    }

    private Object ofPoint(int point, String name) {
        return listener.getGauge("fathom", "point", Integer.toString(point), name)
                .orElseThrow()
                .getValue();
    }

    private double number(String name) {
        return listener.<Double>getGauge("fathom", name).orElseThrow().getValue();
    }

    private Histogram histogram(String name) {
        return listener.getHistogram("fathom", name).orElseThrow();
    }

    private long sum(String name) {
        return listener.<Long>getGauge("fathom", name).orElseThrow().getValue();
    }

    private static String valueOf(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private int gauge(String name) {
        return listener.<Integer>getGauge("fathom", name).orElseThrow().getValue();
    }

    private long counter(String... path) {
        String[] full = new String[path.length + 1];
        full[0] = "fathom";
        System.arraycopy(path, 0, full, 1, path.length);
        return listener.getCounter(full).orElseThrow().getCount();
    }
}
