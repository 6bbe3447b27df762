package io.fathom.model.budget;

import static io.fathom.model.budget.BudgetLevel.FULL;
import static io.fathom.model.budget.BudgetLevel.MINIMUM;
import static io.fathom.model.budget.BudgetLevel.OVERFLOW;
import static io.fathom.model.budget.BudgetLevel.REDUCED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverloadLadderTest {
    private static final PointRange RANGE = new PointRange(1, 5);

    private final OverloadLadder ladder = new OverloadLadder();

    @Test
    void theLevelIsThePlaceInTheRange() {
        assertThat(ladder.step(5, RANGE, 0.5, 0.5, 0)).isEqualTo(FULL);
        assertThat(ladder.step(3, RANGE, 0.9, 0.5, 0)).isEqualTo(REDUCED);
        assertThat(ladder.step(1, RANGE, 1, 0.9, 0.9)).isEqualTo(MINIMUM);
        assertThat(ladder.step(2, new PointRange(2, 2), 0.9, 0.9, 0.9))
                .as("no depth to take away")
                .isEqualTo(FULL);
    }

    @Test
    void overflowBeginsWithDemandAndLatenessTogether() {
        assertThat(ladder.step(1, RANGE, 3, 3, 0.9)).as("still in time").isEqualTo(MINIMUM);
        assertThat(ladder.step(1, RANGE, 0.9, 0.9, 3))
                .as("late, but it will be worked off")
                .isEqualTo(MINIMUM);
        assertThat(ladder.step(2, RANGE, 3, 3, 3))
                .as("there is depth left to take")
                .isEqualTo(REDUCED);
        assertThat(ladder.step(1, RANGE, 1.01, 0.5, 1.01)).isEqualTo(OVERFLOW);
    }

    /** Gate. The failure is shedding that ends itself: ended by the queue alone, it would change the level with every sample. */
    @Test
    void sheddingAloneDoesNotEndIt() {
        assertThat(ladder.step(1, RANGE, 2, 2, 2)).isEqualTo(OVERFLOW);
        assertThat(ladder.step(1, RANGE, 1.2, 1.2, 0))
                .as("as much keeps coming")
                .isEqualTo(OVERFLOW);
        assertThat(ladder.step(1, RANGE, 0.9, 0.9, 0.6))
                .as("not in time by half")
                .isEqualTo(OVERFLOW);
        assertThat(ladder.step(1, RANGE, 0.9, 0.9, 0.5)).isEqualTo(MINIMUM);
        assertThat(ladder.step(1, RANGE, 0.9, 0.9, 0.9))
                .as("and does not begin again")
                .isEqualTo(MINIMUM);
    }

    @Test
    void aRicherPointEndsItAtOnce() {
        assertThat(ladder.step(1, RANGE, 2, 2, 2)).isEqualTo(OVERFLOW);
        assertThat(ladder.step(4, RANGE, 2, 2, 2)).isEqualTo(REDUCED);
    }

    /** Whatever the trace: overflow is entered and left only as the rule says, and otherwise the level is the place in the range. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyTrace(long seed) {
        Random random = new Random(seed);
        BudgetLevel before = FULL;
        int overflows = 0;
        for (int i = 0; i < 20_000; i++) {
            int point = random.nextBoolean() ? 1 : 1 + random.nextInt(5);
            double arriving = 2 * random.nextDouble();
            double demand = arriving + random.nextDouble();
            double expected = 2 * random.nextDouble();
            BudgetLevel level = ladder.step(point, RANGE, demand, arriving, expected);
            String at = String.format("seed %d, step %d: %s after %s", seed, i, level, before);
            if (level == OVERFLOW) {
                overflows++;
                assertThat(point).as(at).isEqualTo(1);
                assertThat(before == OVERFLOW || (demand > 1 && expected > 1))
                        .as(at)
                        .isTrue();
            } else {
                assertThat(level).as(at).isEqualTo(point == 5 ? FULL : point == 1 ? MINIMUM : REDUCED);
                if (before == OVERFLOW && point == 1) {
                    assertThat(arriving <= 1 && expected <= 0.5).as(at).isTrue();
                }
            }
            before = level;
        }
        assertThat(overflows).as("seed %d", seed).isGreaterThan(1000);
    }
}
