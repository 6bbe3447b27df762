package io.fathom.job.scoring;

import io.fathom.job.config.AgeFrom;
import io.fathom.job.control.StampedEvent;
import io.fathom.job.decode.AcceptedEvent;
import io.fathom.job.engines.SubtaskEngines;
import io.fathom.model.engine.EngineClosedException;
import io.fathom.model.engine.RecordFailedException;
import io.fathom.model.engine.RecordShedException;
import io.fathom.model.engine.ScoringResult;
import io.fathom.model.engine.ScoringTicket;
import io.fathom.schemas.TextEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one subtask that are with the engine.
 *
 * <p>Flink calls a timeout once and then leaves the element to the function: if nothing completes it, the operator's queue
 * stays full for ever. So every flight ends in one of four ways, and whoever takes it off the board ends it: the engine
 * answers, the record fails alone, the grace after the timeout runs out (both rejections), or anything unexpected fails
 * the task, so that Flink restores and scores the event again.
 */
final class FlightBoard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FlightBoard.class);

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final SubtaskEngines engines;
    private final AgeFrom ages;
    private final Duration grace;
    private final Clock clock;
    private final int subtask;
    private final Alarms alarms;
    // The result future is the element's identity: Flink hands the same one to asyncInvoke and to timeout.
    private final Map<ResultFuture<ScoringOutcome>, Flight> flights = new ConcurrentHashMap<>();

    FlightBoard(SubtaskEngines engines, AgeFrom ages, Duration grace, Clock clock, int subtask) {
        this.engines = engines;
        this.ages = ages;
        this.grace = grace;
        this.clock = clock;
        this.subtask = subtask;
        this.alarms = new Alarms("scoring-alarms-" + subtask);
    }

    int inFlight() {
        return flights.size();
    }

    /** Hands an event to the engine that its stamp names; blocks while the engine is full. */
    void submit(StampedEvent stamped, ResultFuture<ScoringOutcome> out) throws Exception {
        AcceptedEvent input = stamped.accepted();
        SubtaskEngines.Use use = engines.use(stamped.stamp().bundle());
        ScoringTicket ticket;
        try {
            ticket = use.engine().submit(Requests.of(stamped, clock.millis(), ages));
        } catch (EngineClosedException e) {
            use.engineLost();
            use.close();
            throw e;
        } catch (InterruptedException | RuntimeException e) {
            use.close();
            throw e;
        }
        Flight flight = new Flight(ticket, use);
        flights.put(out, flight);
        hasten(input.event(), flight);
        var unused = ticket.result().whenComplete((result, failure) -> land(input, out, result, failure));
    }

    /** The operator's timeout: the best answer now, or none after the grace. */
    void expire(StampedEvent stamped, ResultFuture<ScoringOutcome> out) {
        Flight flight = flights.get(out);
        if (flight == null) {
            return; // Its outcome is in the mailbox already.
        }
        flight.ticket().answerNow();
        flight.arm(alarms.after(grace, () -> giveUp(stamped.accepted(), out)));
    }

    /** Lets what is still in flight leave the engine soon; nobody waits for it any more. */
    @Override
    public void close() {
        alarms.close();
        flights.values().forEach(flight -> flight.ticket().answerNow());
        flights.clear();
    }

    /** An event's own deadline counts from its event time, and asks for the best answer as a timeout does. */
    private void hasten(TextEvent event, Flight flight) {
        Long deadline = event.getDeadlineMillis();
        if (deadline == null) {
            return;
        }
        Duration left = Requests.timeLeft(event, deadline, clock.millis());
        if (left.compareTo(FOR_EVER) > 0) {
            return; // No alarm can be set for so far away.
        }
        if (left.isNegative() || left.isZero()) { // by how much may be more than a number of milliseconds holds
            flight.ticket().answerNow();
        } else {
            flight.arm(alarms.after(left, flight.ticket()::answerNow));
        }
    }

    private void land(
            AcceptedEvent input,
            ResultFuture<ScoringOutcome> out,
            @Nullable ScoringResult result,
            @Nullable Throwable failure) {
        Flight flight = flights.remove(out);
        if (flight == null) {
            return;
        }
        try {
            settle(input, out, flight, result, failure);
        } catch (RuntimeException e) {
            // Nobody else would end the flight, and nobody sees what is thrown at a future.
            fail(out, e);
        } finally {
            flight.land();
        }
    }

    private void settle(
            AcceptedEvent input,
            ResultFuture<ScoringOutcome> out,
            Flight flight,
            @Nullable ScoringResult result,
            @Nullable Throwable failure) {
        if (result != null) {
            complete(out, ScoringOutcome.scored(input, flight.use().engine().model(), result, clock.millis(), subtask));
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RecordFailedException) {
            String message = String.valueOf(cause.getMessage());
            complete(out, rejected(input, cause.getClass().getSimpleName(), message));
            return;
        }
        if (cause instanceof RecordShedException) {
            complete(out, ScoringOutcome.shed(input, String.valueOf(cause.getMessage()), clock.millis(), subtask));
            return;
        }
        if (cause instanceof EngineClosedException) {
            flight.use().engineLost();
        }
        fail(out, cause);
    }

    private void giveUp(AcceptedEvent input, ResultFuture<ScoringOutcome> out) {
        Flight flight = flights.remove(out);
        if (flight != null) {
            flight.land();
            complete(
                    out,
                    rejected(
                            input,
                            "NoAnswer",
                            "the engine gave no answer within " + grace.toMillis()
                                    + " ms after the timeout of the event, look for a stuck worker in the log"));
        }
    }

    private ScoringOutcome rejected(AcceptedEvent input, String errorClass, String message) {
        return ScoringOutcome.rejected(input, errorClass, message, clock.millis(), subtask);
    }

    private static void complete(ResultFuture<ScoringOutcome> out, ScoringOutcome outcome) {
        try {
            out.complete(List.of(outcome));
        } catch (RejectedExecutionException e) {
            LOG.debug("The task has ended; {} is scored again after a restore", outcome);
        }
    }

    private static void fail(ResultFuture<ScoringOutcome> out, @Nullable Throwable cause) {
        try {
            out.completeExceptionally(
                    cause == null
                            ? new IllegalStateException("the engine answered with neither result nor error")
                            : cause);
        } catch (RejectedExecutionException e) {
            LOG.debug("The task has ended before a failure of the engine", cause);
        }
    }
}
