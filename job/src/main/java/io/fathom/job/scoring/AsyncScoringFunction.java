package io.fathom.job.scoring;

import io.fathom.job.decode.AcceptedEvent;
import io.fathom.job.metrics.EngineGauges;
import java.time.Clock;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Scores events with the engine that all subtasks of the process share. Every event gets an outcome; a timeout is one of
 * them and never fails the job.
 *
 * <p>Handing a record over blocks the task thread while the engine is full, and with it timeouts, finished results and
 * checkpoint barriers, which all wait in the same mailbox. So the operator's capacity is the bound that is meant to be
 * met first: Flink waits for that one in its mailbox, where everything else goes on. The engine's own bound on bytes
 * still blocks on a run of very long texts; it ends when a batch does.
 */
public final class AsyncScoringFunction extends RichAsyncFunction<AcceptedEvent, ScoringOutcome> {
    private static final long serialVersionUID = 1L;

    private final EngineFactory engines;
    private final Duration grace;
    private final Clock clock;
    private transient SharedEngines.@Nullable Lease lease;
    private transient @Nullable FlightBoard board;

    /**
     * @param grace what the engine may take for an answer after the operator's timeout, before the event is rejected
     * @param clock gives the time of answers, and says whether an event's deadline has passed
     */
    public AsyncScoringFunction(EngineFactory engines, Duration grace, Clock clock) {
        this.engines = engines;
        this.grace = grace;
        this.clock = clock;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        SharedEngines.Lease acquired = SharedEngines.ofProcess().acquire(engines);
        lease = acquired;
        int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        FlightBoard opened = new FlightBoard(acquired.engine(), acquired::engineLost, grace, clock, subtask);
        board = opened;
        EngineGauges.register(getRuntimeContext().getMetricGroup(), opened::inFlight, acquired.engine());
    }

    @Override
    public void asyncInvoke(AcceptedEvent input, ResultFuture<ScoringOutcome> out) throws Exception {
        board().submit(input, out);
    }

    @Override
    public void timeout(AcceptedEvent input, ResultFuture<ScoringOutcome> out) {
        board().expire(input, out);
    }

    @Override
    public void close() {
        if (board != null) {
            board.close();
        }
        if (lease != null) {
            lease.close();
        }
    }

    private FlightBoard board() {
        if (board == null) {
            throw new IllegalStateException("the function has not been opened");
        }
        return board;
    }
}
