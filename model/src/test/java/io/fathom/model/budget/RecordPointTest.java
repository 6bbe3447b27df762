package io.fathom.model.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordPointTest {
    private static final PointRange RANGE = new PointRange(2, 10);
    private static final PointCosts COSTS = new PointCosts(
            IntStream.rangeClosed(1, 12).mapToObj(i -> (double) i).toList(), 12);

    @ParameterizedTest
    @CsvSource({
        "10,0,10",
        "10,3,10",
        "10,-3,10",
        "6,0,6",
        "6,1,8",
        "6,2,9",
        "6,9,9",
        "6,-1,2",
        "6,-5,2",
        "2,1,6",
        "2,-1,2",
        "6,-2147483648,2",
        "10,-2147483648,10"
    })
    void priorityHalvesOrDoublesTheLoss(int point, int priority, int expected) {
        assertThat(RecordPoint.byPriority(point, RANGE, priority)).isEqualTo(expected);
    }

    /** Slack of 0.04 s at 0.01 s a TLOp pays for 4 TLOps. */
    @ParameterizedTest
    @CsvSource({"9,0,1.00,9", "9,0,0.05,4", "9,0,0.04,3", "9,3,0.04,6", "9,0,0.001,2", "9,0,-1,2", "3,0,1.00,3"})
    void aNearDeadlineTakesARichPointAway(int point, double done, double slack, int expected) {
        assertThat(RecordPoint.bySlack(point, RANGE, COSTS, done, 0.01, slack)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void bothAreMonotoneAndStayInTheRange(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            int point = 2 + random.nextInt(9);
            int priority = random.nextInt(12) - 6;
            double slack = random.nextDouble() * 0.2;
            int low = RecordPoint.byPriority(point, RANGE, priority);
            int high = RecordPoint.byPriority(point, RANGE, priority + 1);
            String run = "seed " + seed + ", point " + point + ", priority " + priority + ", slack " + slack;
            assertThat(low).as(run).isBetween(2, high);
            assertThat(high).as(run).isLessThanOrEqualTo(10);
            int near = RecordPoint.bySlack(low, RANGE, COSTS, 1, 0.01, slack);
            int far = RecordPoint.bySlack(low, RANGE, COSTS, 1, 0.01, slack + 0.05);
            assertThat(near).as(run).isBetween(2, far);
            assertThat(far).as(run).isLessThanOrEqualTo(low);
        }
    }

    @Test
    void aSampleHoldsItsShareOfTheRecordsWhateverTheirIds() {
        for (double share : List.of(0.0, 0.01, 0.2, 1.0)) {
            IdSample sample = new IdSample(share, 7);
            long audited = IntStream.range(0, 20_000)
                    .filter(i -> sample.contains("event-" + i))
                    .count();
            assertThat(audited / 20_000.0).as("share %.2f", share).isBetween(share * 0.85, share * 1.15 + 1e-9);
        }
    }
}
