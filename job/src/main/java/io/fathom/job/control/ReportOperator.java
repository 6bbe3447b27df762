package io.fathom.job.control;

import io.fathom.job.config.ControlSettings;
import io.fathom.job.decode.AcceptedEvent;
import io.fathom.job.engines.EngineSite;
import java.time.Clock;
import java.util.Objects;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Passes events on, and reports on its TaskManager at a steady pace.
 *
 * <p>It stands with the source, ahead of the place where records wait for the engine: timers of this task fire while its
 * output is blocked, and reports have an edge of their own. And it ends with the events, so that a bounded job ends. Flink's
 * process functions have timers only for keyed streams, hence an operator.
 */
public final class ReportOperator extends AbstractStreamOperator<AcceptedEvent>
        implements OneInputStreamOperator<AcceptedEvent, AcceptedEvent> {
    private static final long serialVersionUID = 1L;

    public static final OutputTag<SiteReport> REPORTS =
            new OutputTag<>("site-reports", TypeInformation.of(SiteReport.class));

    private final ControlSettings settings;
    private final Clock clock;
    private transient @Nullable EngineSite site;

    public ReportOperator(ControlSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void open() throws Exception {
        super.open();
        site = EngineSite.enter(getRuntimeContext());
        var unused = getProcessingTimeService()
                .scheduleWithFixedDelay(time -> report(), 0, settings.pace().toMillis());
    }

    @Override
    public void processElement(StreamRecord<AcceptedEvent> element) {
        output.collect(element);
    }

    @Override
    public void close() throws Exception {
        if (site != null) {
            site.leave();
            site = null;
        }
        super.close();
    }

    private void report() {
        EngineSite here = Objects.requireNonNull(site);
        TaskInfo task = getRuntimeContext().getTaskInfo();
        output.collect(
                REPORTS,
                new StreamRecord<>(new SiteReport(
                        here.taskManager(),
                        task.getIndexOfThisSubtask(),
                        task.getNumberOfParallelSubtasks(),
                        here.address().orElse(null),
                        here.trial().orElse(null),
                        here.budget(clock.millis(), settings.shareTimeout()))));
    }
}
