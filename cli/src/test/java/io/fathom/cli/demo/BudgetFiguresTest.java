package io.fathom.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BudgetFiguresTest {
    private static final long START = 1_000_000;
    private static final int WINDOW = 1000;

    private static SurgeSample sample(long createdAt, long startedAt, long scoredAt, long tlops, int point) {
        return new SurgeSample(
                SurgePhase.DURING,
                START + createdAt,
                START + scoredAt,
                scoredAt - startedAt,
                tlops,
                10,
                1,
                0,
                OptionalInt.of(point),
                Optional.of(point < 5 ? "REDUCED" : "FULL"),
                Optional.of(true));
    }

    /** One after the other, 10 ms and {@code tlops} each; all are created {@code ahead} of their turn. */
    private static List<SurgeSample> line(int count, long tlops, long ahead) {
        List<SurgeSample> samples = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            samples.add(sample(Math.max(0, 10L * n - ahead), 10L * n, 10L * n + 10, tlops, 5));
        }
        return samples;
    }

    @Test
    void costIsSpreadFromTheFirstLayerToTheAnswer() {
        SpendingCurve curve = SpendingCurve.of(List.of(sample(0, 0, 100, 1000, 5), sample(0, 50, 150, 500, 5)));
        assertThat(curve.between(START, START + 50)).isCloseTo(500, within(1e-6));
        assertThat(curve.between(START + 50, START + 100)).isCloseTo(750, within(1e-6));
        assertThat(curve.between(START + 100, START + 1000)).isCloseTo(250, within(1e-6));
    }

    @Test
    void anAnswerInNoTimeIsSpentAtOnce() {
        SpendingCurve curve = SpendingCurve.of(List.of(sample(0, 7, 7, 42, 5)));
        assertThat(curve.between(START + 7, START + 8)).isCloseTo(42, within(1e-6));
    }

    @Test
    void waitingIsFromCreationToTheFirstLayer() {
        WaitingCurve waiting = WaitingCurve.of(List.of(sample(0, 20, 30, 1, 5), sample(10, 15, 40, 1, 5)));
        assertThat(List.of(0, 9, 10, 14, 15, 19, 20, 40, 500).stream().map(t -> waiting.at(START + t)))
                .containsExactly(1, 1, 2, 2, 1, 1, 0, 0, 0);
        assertThat(waiting.at(START - 1)).isZero();
    }

    @Test
    void aBudgetThatIsKeptAndUsed() {
        BudgetFigures figures = BudgetFigures.of(line(400, 20, 500), 2000, WINDOW);

        assertThat(figures.spentByWindow()).containsExactly(2000L, 2000L, 2000L, 2000L);
        assertThat(figures.utilisation()).hasValueCloseTo(1.0, within(1e-6));
    }

    @Test
    void aBudgetThatIsLeftWhileWorkWaits() {
        assertThat(BudgetFigures.of(line(400, 15, 500), 2000, WINDOW).utilisation())
                .hasValueCloseTo(0.75, within(1e-6));
    }

    @Test
    void withoutWaitingNothingIsSaidAboutTheUse() {
        assertThat(BudgetFigures.of(line(400, 15, 0), 2000, WINDOW).utilisation())
                .isEmpty();
        assertThat(BudgetFigures.of(line(50, 15, 500), 2000, WINDOW).utilisation())
                .as("less than a window")
                .isEmpty();
    }

    @Test
    void thePointOfEachWindow() {
        List<SurgeSample> samples = List.of(
                sample(0, 0, 10, 1, 8),
                sample(0, 0, 500, 1, 6),
                sample(0, 0, 1500, 1, 0),
                sample(0, 0, 1600, 1, 1),
                sample(0, 0, 3500, 1, 8));
        assertThat(BudgetFigures.of(samples, 2000, WINDOW).points())
                .containsExactly(
                        new BudgetFigures.Point(1, 7, "FULL"),
                        new BudgetFigures.Point(2, 0.5, "REDUCED"),
                        new BudgetFigures.Point(4, 8, "FULL"));
    }
}
