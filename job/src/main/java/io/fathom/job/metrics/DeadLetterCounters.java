package io.fathom.job.metrics;

import io.fathom.schemas.DeadLetterStage;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Dead letters by stage, for an operator that makes them. */
public final class DeadLetterCounters {
    private final Map<DeadLetterStage, Counter> byStage = new EnumMap<>(DeadLetterStage.class);

    /** Registers one counter for each stage, so that a stage without dead letters shows 0. */
    public DeadLetterCounters(MetricGroup operator, DeadLetterStage... stages) {
        MetricGroup group = operator.addGroup(MetricNames.GROUP);
        for (DeadLetterStage stage : stages) {
            byStage.put(
                    stage, group.addGroup(MetricNames.STAGE, stage.name()).counter(MetricNames.DEAD_LETTER_RECORDS));
        }
    }

    public void count(DeadLetterStage stage) {
        Counter counter = byStage.get(stage);
        if (counter == null) {
            throw new IllegalArgumentException("stage " + stage + " was not registered, only " + byStage.keySet());
        }
        counter.inc();
    }
}
