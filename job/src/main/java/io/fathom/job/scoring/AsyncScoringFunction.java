package io.fathom.job.scoring;

import io.fathom.job.config.AgeFrom;
import io.fathom.job.control.StampedEvent;
import io.fathom.job.engines.EngineFactory;
import io.fathom.job.engines.EngineSite;
import io.fathom.job.engines.SubtaskEngines;
import io.fathom.job.metrics.BudgetGauges;
import io.fathom.job.metrics.DriftGauges;
import io.fathom.job.metrics.EngineGauges;
import java.time.Clock;
import java.time.Duration;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Scores events with the engines that all subtasks of the TaskManager share, each with the one that its stamp names. Every event gets an outcome; a timeout is one of
 * them and never fails the job.
 *
 * <p>Handing a record over blocks the task thread while the engine is full, and with it timeouts, finished results and
 * checkpoint barriers, which all wait in the same mailbox. So the operator's capacity is the bound that is meant to be
 * met first: Flink waits for that one in its mailbox, where everything else goes on. The engine's own bound on bytes
 * still blocks on a run of very long texts; it ends when a batch does.
 */
public final class AsyncScoringFunction extends RichAsyncFunction<StampedEvent, ScoringOutcome> {
    private static final long serialVersionUID = 1L;

    private final EngineFactory engines;
    private final AgeFrom ages;
    private final Duration grace;
    private final Clock clock;
    private transient @Nullable EngineSite site;
    private transient @Nullable SubtaskEngines leased;
    private transient @Nullable FlightBoard board;
    private transient @Nullable DriftGauges drift;

    /**
     * @param ages what the age of an event counts from
     * @param grace what the engine may take for an answer after the operator's timeout, before the event is rejected
     * @param clock gives the time of answers, and says whether an event's deadline has passed
     */
    public AsyncScoringFunction(EngineFactory engines, AgeFrom ages, Duration grace, Clock clock) {
        this.engines = engines;
        this.ages = ages;
        this.grace = grace;
        this.clock = clock;
    }

    @Override
    public void open(OpenContext context) {
        EngineSite entered = EngineSite.enter(getRuntimeContext());
        site = entered;
        TaskInfo task = getRuntimeContext().getTaskInfo();
        SubtaskEngines enlisted = entered.enlist(task, engines);
        leased = enlisted;
        FlightBoard opened = new FlightBoard(enlisted, ages, grace, clock, task.getIndexOfThisSubtask());
        board = opened;
        EngineGauges.register(getRuntimeContext().getMetricGroup(), opened::inFlight, enlisted::open);
        BudgetGauges.register(getRuntimeContext().getMetricGroup(), enlisted::budgets);
        drift = new DriftGauges(getRuntimeContext().getMetricGroup(), enlisted::agreements);
    }

    @Override
    public void asyncInvoke(StampedEvent input, ResultFuture<ScoringOutcome> out) throws Exception {
        board().submit(input, out);
        if (drift != null && leased != null) {
            drift.cover(leased.mostPoints());
        }
    }

    @Override
    public void timeout(StampedEvent input, ResultFuture<ScoringOutcome> out) {
        board().expire(input, out);
    }

    @Override
    public void close() {
        if (board != null) {
            board.close();
        }
        if (leased != null) {
            leased.close();
        }
        if (site != null) {
            site.leave();
            site = null;
        }
    }

    private FlightBoard board() {
        if (board == null) {
            throw new IllegalStateException("the function has not been opened");
        }
        return board;
    }
}
