package io.fathom.job.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.job.decode.AcceptedEvent;
import io.fathom.job.fixture.Samples;
import io.fathom.job.fixture.ScriptedEngine;
import io.fathom.model.depth.ExitReason;
import io.fathom.model.engine.EngineClosedException;
import io.fathom.model.engine.RecordShedException;
import io.fathom.model.engine.ScoringRequest;
import io.fathom.schemas.TextEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class AsyncScoringFunctionTest {
    private static final Clock CLOCK = Clock.fixed(Samples.EVENT_TIME.plusMillis(500), ZoneOffset.UTC);

    private String name;

    @BeforeEach
    void name(TestInfo test) {
        name = test.getDisplayName();
    }

    @Test
    void orderedModeHoldsBackWhatOvertakes() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named(name, ScriptedEngine.HOLD);
        try (ScoringHarness harness = ScoringHarness.open(engine, OutputMode.ORDERED, CLOCK)) {
            harness.send("a", "b", "c");
            engine.ticket("c").answer(ExitReason.CONFIDENCE);
            engine.ticket("b").answer(ExitReason.CONFIDENCE);
            assertThat(harness.outcomeIds()).isEmpty();

            engine.ticket("a").answer(ExitReason.FULL_DEPTH);
            assertThat(harness.outcomeIds()).containsExactly("a", "b", "c");
        }
    }

    @Test
    void unorderedModeLetsShallowRecordsGoFirst() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named(name, ScriptedEngine.HOLD);
        try (ScoringHarness harness = ScoringHarness.open(engine, OutputMode.UNORDERED, CLOCK)) {
            harness.send("a", "b", "c");
            engine.ticket("c").answer(ExitReason.CONFIDENCE);
            assertThat(harness.outcomeIds()).containsExactly("c");

            engine.ticket("a").answer(ExitReason.FULL_DEPTH);
            engine.ticket("b").answer(ExitReason.FULL_DEPTH);
            assertThat(harness.outcomeIds()).containsExactly("c", "a", "b");
        }
    }

    @Test
    void anAnswerCarriesTheModelTheResultAndTheTime() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named(name, ScriptedEngine.ECHO);
        try (ScoringHarness harness = ScoringHarness.open(engine, OutputMode.ORDERED, CLOCK)) {
            harness.send("a");
            ScoringOutcome outcome = harness.outcomes().get(0);
            assertThat(outcome.input().event()).isEqualTo(Samples.event("a"));
            assertThat(outcome.answer())
                    .isEqualTo(ScoringOutcome.Answer.of(
                            ScriptedEngine.MODEL, Samples.result("text of a", ExitReason.CONFIDENCE)));
            assertThat(outcome.completedAtMillis()).isEqualTo(CLOCK.millis());
            assertThat(outcome.subtask()).isZero();
        }
    }

    @Test
    void whatAnEventSaysAboutItselfReachesTheEngine() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named(name, ScriptedEngine.ECHO);
        try (ScoringHarness harness = ScoringHarness.open(engine, OutputMode.ORDERED, CLOCK)) {
            TextEvent event = Samples.event("limited");
            event.setMaxCycles(3);
            event.setPriority(2);
            event.setTenant("acme");
            event.setDeadlineMillis(70_000L);
            Duration sinceEvent = Duration.between(event.getEventTime(), CLOCK.instant());
            harness.send(new AcceptedEvent(event, Samples.origin(0)));
            assertThat(engine.ticket("limited").request())
                    .isEqualTo(new ScoringRequest(
                            "limited",
                            "text of limited",
                            new ScoringRequest.Terms(
                                    OptionalInt.of(3),
                                    Optional.of(Duration.ofSeconds(70).minus(sinceEvent)),
                                    2,
                                    Optional.of("acme"),
                                    Duration.ofMillis(Math.max(
                                            0,
                                            CLOCK.millis() - Samples.origin(0).timestamp())))));
        }
    }

    @Test
    void aTimeoutGivesTheAnytimeAnswer() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named(name, ScriptedEngine.HOLD);
        try (ScoringHarness harness = ScoringHarness.open(engine, OutputMode.ORDERED, CLOCK)) {
            harness.send("slow");
            harness.advanceTo(ScoringHarness.TIMEOUT_MILLIS - 1);
            assertThat(harness.outcomes()).isEmpty();

            harness.advanceTo(ScoringHarness.TIMEOUT_MILLIS);
            assertThat(exitReasons(harness)).containsExactly(ExitReason.DEADLINE);
            assertThat(harness.failed()).isFalse();
        }
    }

    @Test
    void anAnswerAfterTheTimeoutStillCounts() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named(name, ScriptedEngine.HOLD, ticket -> {});
        try (ScoringHarness harness = ScoringHarness.open(engine, OutputMode.ORDERED, CLOCK)) {
            harness.send("slow");
            harness.advanceTo(ScoringHarness.TIMEOUT_MILLIS);
            assertThat(harness.outcomes()).isEmpty();

            engine.ticket("slow").answer(ExitReason.DEADLINE);
            assertThat(exitReasons(harness)).containsExactly(ExitReason.DEADLINE);
        }
    }

    @Test
    void anEngineThatCannotAnswerEvenThenGivesARejection() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named(name, ScriptedEngine.HOLD, ticket -> {});
        try (ScoringHarness harness =
                ScoringHarness.open(engine, OutputMode.ORDERED, CLOCK, Duration.ofMillis(20), null)) {
            harness.send("stuck");
            harness.advanceTo(ScoringHarness.TIMEOUT_MILLIS);
            Awaitility.await().pollInSameThread().until(() -> !harness.outcomes()
                    .isEmpty());

            ScoringOutcome outcome = harness.outcomes().get(0);
            assertThat(outcome.rejection())
                    .isEqualTo(new ScoringOutcome.Rejection(
                            "NoAnswer",
                            "the engine gave no answer within 20 ms after the timeout of the event,"
                                    + " look for a stuck worker in the log"));
            engine.ticket("stuck").answer(ExitReason.DEADLINE);
            assertThat(harness.outcomes()).hasSize(1);
            assertThat(harness.failed()).isFalse();
        }
    }

    @Test
    void aRecordThatFailsAloneIsAnOutcome() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named(name, ScriptedEngine.ECHO);
        try (ScoringHarness harness = ScoringHarness.open(engine, OutputMode.ORDERED, CLOCK)) {
            harness.send("a", "poison", "b");

            assertThat(harness.outcomeIds()).containsExactly("a", "poison", "b");
            assertThat(harness.outcomes().get(1).rejection())
                    .isEqualTo(
                            new ScoringOutcome.Rejection("RecordFailedException", "record 'poison' cannot be scored"));
            assertThat(harness.failed()).isFalse();
        }
    }

    @Test
    void aRecordThatWasShedIsAnOutcomeWithTheReasonBudget() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named(name, ScriptedEngine.HOLD);
        try (ScoringHarness harness = ScoringHarness.open(engine, OutputMode.ORDERED, CLOCK)) {
            harness.send("late");
            engine.ticket("late").fail(new RecordShedException("too much"));
            harness.advanceTo(1);

            assertThat(harness.outcomes().get(0).rejection())
                    .isEqualTo(new ScoringOutcome.Rejection("BUDGET", "too much"));
            assertThat(harness.failed()).isFalse();
        }
    }

    @Test
    void anythingElseFailsTheTask() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named(name, ScriptedEngine.HOLD);
        try (ScoringHarness harness = ScoringHarness.open(engine, OutputMode.ORDERED, CLOCK)) {
            harness.send("a");
            engine.ticket("a").fail(new EngineClosedException("stopped"));
            assertThat(harness.outcomes()).isEmpty();
            assertThat(harness.failed()).isTrue();
        }
    }

    @Test
    void aClosedEngineFailsTheTaskAtSubmission() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named(name, ScriptedEngine.HOLD);
        try (ScoringHarness harness = ScoringHarness.open(engine, OutputMode.ORDERED, CLOCK)) {
            engine.die();
            assertThatThrownBy(() -> harness.send("a")).isInstanceOf(EngineClosedException.class);
        }
    }

    @Test
    void anEventPastItsDeadlineIsAnsweredAtOnce() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named(name, ScriptedEngine.HOLD);
        try (ScoringHarness harness = ScoringHarness.open(engine, OutputMode.ORDERED, CLOCK)) {
            harness.send(withDeadline("late", 500), withDeadline("in time", 3_600_000));
            assertThat(harness.outcomeIds()).containsExactly("late");
            assertThat(exitReasons(harness)).containsExactly(ExitReason.DEADLINE);
        }
    }

    @Test
    void aDeadlineBeyondAnyClockIsNone() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named(name, ScriptedEngine.HOLD);
        try (ScoringHarness harness = ScoringHarness.open(engine, OutputMode.ORDERED, CLOCK)) {
            harness.send(withDeadline("far", Long.MAX_VALUE));
            assertThat(harness.outcomes()).isEmpty();
        }
    }

    /** A producer's mistake: such an event would fail the task again after each restore. */
    @Test
    void anEventOfTheBeginningOfTimeIsLateAndNothingElse() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named(name, ScriptedEngine.HOLD);
        try (ScoringHarness harness = ScoringHarness.open(engine, OutputMode.ORDERED, CLOCK)) {
            AcceptedEvent ancient = withDeadline("ancient", 0);
            ancient.event().setEventTime(Instant.ofEpochMilli(Long.MIN_VALUE));
            harness.send(ancient);
            assertThat(exitReasons(harness)).containsExactly(ExitReason.DEADLINE);
        }
    }

    @Test
    void anEventIsHastenedWhenItsDeadlineComes() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named(name, ScriptedEngine.HOLD);
        try (ScoringHarness harness = ScoringHarness.open(engine, OutputMode.ORDERED, CLOCK)) {
            harness.send(withDeadline("soon", 520));
            Awaitility.await().pollInSameThread().until(() -> !harness.outcomes()
                    .isEmpty());
            assertThat(exitReasons(harness)).containsExactly(ExitReason.DEADLINE);
        }
    }

    @Test
    void aSnapshotHoldsTheWorkInFlightAndARestoreScoresExactlyThat() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named(name, ScriptedEngine.HOLD);
        OperatorSubtaskState state;
        try (ScoringHarness harness = ScoringHarness.open(engine, OutputMode.ORDERED, CLOCK)) {
            harness.send("done", "flying-1", "flying-2", "flying-3");
            engine.ticket("done").answer(ExitReason.CONFIDENCE);
            engine.ticket("flying-2").answer(ExitReason.CONFIDENCE); // complete, but not out: 1 is before it
            assertThat(harness.outcomeIds()).containsExactly("done");
            state = harness.snapshot();
        }

        ScriptedEngine second = ScriptedEngine.named(name + "-restored", ScriptedEngine.ECHO);
        try (ScoringHarness restored =
                ScoringHarness.open(second, OutputMode.ORDERED, CLOCK, Duration.ofMinutes(1), state)) {
            assertThat(second.submittedIds()).containsExactly("flying-1", "flying-2", "flying-3");
            assertThat(restored.outcomeIds()).containsExactly("flying-1", "flying-2", "flying-3");
            assertThat(restored.outcomes().get(0).input()).satisfies(input -> {
                assertThat(input.event()).isEqualTo(Samples.event("flying-1"));
                assertThat(input.origin().offset()).isEqualTo(7);
                assertThat(input.origin().key()).containsExactly(1, 2);
            });
        }
    }

    @Test
    void closingHurriesWhatIsInFlightAndReleasesTheEngine() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named(name, ScriptedEngine.HOLD);
        ScoringHarness harness = ScoringHarness.open(engine, OutputMode.ORDERED, CLOCK);
        harness.send("a");
        harness.close();
        assertThat(engine.ticket("a").result()).isCompleted();
        assertThat(engine.timesClosed()).isEqualTo(1);
    }

    private static List<ExitReason> exitReasons(ScoringHarness harness) throws Exception {
        return harness.outcomes().stream()
                .map(o -> Objects.requireNonNull(o.answer()).trace().exitReason())
                .toList();
    }

    private static AcceptedEvent withDeadline(String id, long millis) {
        TextEvent event = Samples.event(id);
        event.setDeadlineMillis(millis);
        return new AcceptedEvent(event, Samples.origin(0));
    }
}
