package io.fathom.job.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.job.engines.BudgetReport;
import io.fathom.job.engines.BundleRef;
import io.fathom.job.engines.TrialReport;
import io.fathom.job.engines.TrialReport.Stage;
import io.fathom.job.fixture.Directives;
import io.fathom.job.fixture.ManualClock;
import io.fathom.job.fixture.Samples;
import io.fathom.schemas.BudgetDirective;
import io.fathom.schemas.ControlAck;
import io.fathom.schemas.ControlOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DirectiveDeskTest {
    private static final DirectiveOrigin ORIGIN = new DirectiveOrigin(0, 17);
    private static final BundleRef NEXT = new BundleRef("next", Directives.SHA256);
    private static final BundleRef OTHER = new BundleRef("other", Directives.SHA256);
    private static final int SUBTASKS = 3;

    private final ManualClock clock = new ManualClock(Samples.EVENT_TIME);
    private final DirectiveDesk desk = desk(DeskState.INITIAL);

    @Test
    void limitsAreInForceAtOnce() {
        desk.receive(Directives.maxCycles("l", 2), ORIGIN);
        ControlAck ack = onlyAck();
        assertThat(ack.getOutcome()).isEqualTo(ControlOutcome.APPLIED);
        assertThat(ack.getDirectiveId()).isEqualTo("l");
        assertThat(ack.getEpoch()).isEqualTo(1);
        assertThat(ack.getOriginOffset()).isEqualTo(17);
        assertThat(ack.getMessage()).isEqualTo("limits in force: at most 2 cycles");
        assertThat(desk.ruling().stamp("any").maxCycles()).isEqualTo(2);
    }

    @Test
    void aBudgetIsInForceWhenEverySubtaskKeepsIt() {
        desk.receive(Directives.budget("b", 5000), ORIGIN);
        assertThat(Objects.requireNonNull(desk.budgetToTell()).tlopsPerSecond()).isEqualTo(5000);
        assertThat(desk.ruling().budget()).isNull();
        IntStream.range(0, SUBTASKS).forEach(i -> desk.hear(budget(i, "epoch-0", "an old problem")));
        IntStream.range(0, SUBTASKS - 1).forEach(i -> desk.hear(budget(i, "b", null)));
        assertThat(desk.takeAcks()).isEmpty();

        desk.hear(budget(SUBTASKS - 1, "b", null));
        ControlAck ack = onlyAck();
        assertThat(ack.getOutcome()).isEqualTo(ControlOutcome.APPLIED);
        assertThat(ack.getMessage()).contains("5000.0 TLOps/s");
        assertThat(Objects.requireNonNull(desk.ruling().budget()).tlopsPerSecond())
                .isEqualTo(5000);
    }

    @Test
    void aBudgetThatCannotBeKeptIsTakenBack() {
        desk.receive(Directives.budget("b", 5000), ORIGIN);
        desk.hear(budget(0, "b", "the bundle has no frontier"));
        ControlAck ack = onlyAck();
        assertThat(ack.getOutcome()).isEqualTo(ControlOutcome.FAILED);
        assertThat(ack.getMessage()).contains("the bundle has no frontier", "TaskManager tm-0");
        assertThat(desk.budgetToTell()).isNull();
        assertThat(desk.ruling()).isEqualTo(Ruling.CONFIGURED);
    }

    @Test
    void aBudgetIsReplacedAndLifted() {
        desk.receive(Directives.budget("first", 5000), ORIGIN);
        desk.receive(
                Directives.directive("lift")
                        .setBudget(new BudgetDirective(null, null, null, null))
                        .build(),
                ORIGIN);
        assertThat(onlyAck().getOutcome()).isEqualTo(ControlOutcome.SUPERSEDED);
        IntStream.range(0, SUBTASKS).forEach(i -> desk.hear(budget(i, "lift", null)));
        assertThat(onlyAck().getMessage()).isEqualTo("no budget in force");
    }

    @Test
    void anInvalidDirectiveChangesNothing() {
        DeskState before = desk.state();
        desk.receive(Directives.maxCycles("bad", -1), ORIGIN);
        desk.refuse(ORIGIN, "not a directive");
        assertThat(desk.takeAcks())
                .extracting(ControlAck::getOutcome)
                .containsExactly(ControlOutcome.REFUSED, ControlOutcome.REFUSED);
        assertThat(desk.state().ruling()).isEqualTo(before.ruling());
    }

    @Test
    void aDirectiveThatComesTwiceIsAnsweredOnce() {
        desk.receive(Directives.maxCycles("l", 2), ORIGIN);
        desk.receive(Directives.maxCycles("l", 2), ORIGIN);
        assertThat(onlyAck().getDirectiveId()).isEqualTo("l");

        DirectiveDesk restored = desk(desk.state());
        restored.receive(Directives.maxCycles("l", 2), ORIGIN);
        assertThat(restored.takeAcks()).isEmpty();
    }

    @Test
    void onlyTheLatestIdsAreKept() {
        IntStream.range(0, 5000).forEach(i -> desk.receive(Directives.maxCycles("l" + i, 2), ORIGIN));
        assertThat(desk.state().seen()).hasSize(1024).endsWith("l4999");
    }

    @Test
    void aModelGoesIntoServiceWhenEverySubtaskIsReady() {
        desk.receive(Directives.model("m", "next", 1), ORIGIN);
        assertThat(desk.candidate().orElseThrow().bundle()).isEqualTo(NEXT);
        everyone("m", Stage.LOADING);
        hear(0, "m", Stage.READY);
        hear(0, "m", Stage.READY);
        hear(1, "m", Stage.READY);
        assertThat(desk.takeAcks()).isEmpty();
        assertThat(desk.ruling()).isEqualTo(Ruling.CONFIGURED);

        hear(2, "m", Stage.READY);
        assertThat(onlyAck().getOutcome()).isEqualTo(ControlOutcome.APPLIED);
        assertThat(desk.ruling().stamp("any").bundle()).isEqualTo(NEXT);
        assertThat(desk.candidate()).isEmpty();
    }

    @Test
    void oneFailureKeepsTheOneInService() {
        desk.receive(Directives.model("m", "next", 1), ORIGIN);
        hear(0, "m", Stage.READY);
        desk.hear(new SiteReport(
                "tm-1",
                1,
                SUBTASKS,
                null,
                new TrialReport("m", Stage.FAILED, "bundle 'next' has a wrong hash"),
                new BudgetReport("", 0, 0, null, List.of())));
        ControlAck ack = onlyAck();
        assertThat(ack.getOutcome()).isEqualTo(ControlOutcome.FAILED);
        assertThat(ack.getMessage())
                .contains("bundle 'next' has a wrong hash", "TaskManager tm-1", "the configured bundle stays");
        assertThat(desk.ruling()).isEqualTo(Ruling.CONFIGURED);
        everyone("m", Stage.READY);
        assertThat(desk.takeAcks()).isEmpty();
    }

    @Test
    void whoIsNotReadyInTimeFailsTheChange() {
        desk.receive(Directives.model("m", "next", 1), ORIGIN);
        clock.advance(Duration.ofSeconds(60));
        hear(0, "m", Stage.READY);
        assertThat(desk.takeAcks()).isEmpty();
        clock.advance(Duration.ofMillis(1));
        hear(1, "m", Stage.LOADING);
        assertThat(onlyAck().getMessage()).contains("within 60 s, but was in 1 of 3");
        assertThat(desk.candidate()).isEmpty();
    }

    @Test
    void aNewerModelSupersedes() {
        desk.receive(Directives.model("first", "next", 1), ORIGIN);
        desk.receive(Directives.model("second", "other", 1), ORIGIN);
        assertThat(onlyAck().getOutcome()).isEqualTo(ControlOutcome.SUPERSEDED);
        everyone("first", Stage.READY);
        assertThat(desk.takeAcks()).isEmpty();
        everyone("second", Stage.READY);
        assertThat(onlyAck().getDirectiveId()).isEqualTo("second");
        assertThat(desk.ruling().model()).isEqualTo(ModelRule.only(OTHER));
    }

    @Test
    void aCanaryComesGrowsAndGoes() {
        desk.receive(Directives.model("start", "next", 0.05), ORIGIN);
        everyone("start", Stage.READY);
        assertThat(desk.ruling().model()).isEqualTo(new ModelRule(BundleRef.CONFIGURED, NEXT, 0.05));
        desk.takeAcks();

        desk.receive(Directives.model("grow", "next", 0.5), ORIGIN);
        assertThat(onlyAck().getOutcome()).isEqualTo(ControlOutcome.APPLIED);
        assertThat(desk.ruling().model().canaryShare()).isEqualTo(0.5);

        desk.receive(Directives.model("promote", "next", 1), ORIGIN);
        assertThat(desk.ruling().model()).isEqualTo(ModelRule.only(NEXT));
        assertThat(desk.takeAcks()).hasSize(1);

        desk.receive(Directives.model("itself", "next", 0.5), ORIGIN);
        assertThat(onlyAck().getOutcome()).isEqualTo(ControlOutcome.REFUSED);
    }

    @Test
    void aChangeUnderWayGoesOnAfterARestore() {
        desk.receive(Directives.model("m", "next", 1), ORIGIN);
        hear(0, "m", Stage.READY);
        hear(1, "m", Stage.READY);
        clock.advance(Duration.ofHours(1));

        DirectiveDesk restored = desk(desk.state());
        assertThat(restored.candidate()).isEqualTo(desk.candidate());
        restored.hear(report(2, "m", Stage.READY));
        assertThat(restored.takeAcks())
                .as("what others said before the restore does not count")
                .isEmpty();
        restored.hear(report(0, "m", Stage.READY));
        restored.hear(report(1, "m", Stage.READY));
        assertThat(restored.takeAcks()).extracting(ControlAck::getOutcome).containsExactly(ControlOutcome.APPLIED);
    }

    @Test
    void otherDirectivesDoNotWaitForAModel() {
        desk.receive(Directives.model("m", "next", 1), ORIGIN);
        desk.receive(Directives.maxCycles("l", 2), ORIGIN);
        assertThat(onlyAck().getDirectiveId()).isEqualTo("l");
        everyone("m", Stage.READY);
        assertThat(desk.ruling().stamp("any")).isEqualTo(new Stamp(2, NEXT, 2));
    }

    private DirectiveDesk desk(DeskState state) {
        return new DirectiveDesk(state, "job", Duration.ofSeconds(60), clock);
    }

    private ControlAck onlyAck() {
        var acks = desk.takeAcks();
        assertThat(acks).hasSize(1);
        return acks.get(0);
    }

    private void everyone(String directive, Stage stage) {
        IntStream.range(0, SUBTASKS).forEach(subtask -> hear(subtask, directive, stage));
    }

    private void hear(int subtask, String directive, Stage stage) {
        desk.hear(report(subtask, directive, stage));
    }

    private static SiteReport report(int subtask, String directive, Stage stage) {
        return new SiteReport(
                "tm-" + subtask,
                subtask,
                SUBTASKS,
                null,
                new TrialReport(directive, stage, null),
                new BudgetReport("", 0, 0, null, List.of()));
    }

    private static SiteReport budget(int subtask, String id, @Nullable String problem) {
        return new SiteReport(
                "tm-" + subtask, subtask, SUBTASKS, null, null, new BudgetReport(id, 1, 1, problem, List.of()));
    }
}
