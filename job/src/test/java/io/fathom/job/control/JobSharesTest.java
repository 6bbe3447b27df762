package io.fathom.job.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fathom.job.engines.BudgetReport;
import io.fathom.job.engines.EngineDemand;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class JobSharesTest {
    private static final double BUDGET = 1000;
    private static final long TERM = 77;
    private static final Offset<Double> EXACT = within(1e-6);
    private static final String M = "model@v1";

    private final JobShares shares = new JobShares(TERM, Duration.ofMillis(500));
    private long round;

    @Test
    void atRestEachHasItsStaticShare() {
        hear("a", 0, 0, 0);
        hear("a", 1, 0, 0);
        hear("b", 2, 0, 0);
        hear("b", 3, 0, 0);
        assertThat(next(0).get(new EngineId("a", M))).isCloseTo(500, EXACT);
        assertThat(sum(next(0))).isCloseTo(BUDGET, EXACT);
    }

    @Test
    void aSkewedLoadGetsTheBudgetWhenTheOthersHaveGivenItUp() {
        for (int subtask = 0; subtask < 4; subtask++) {
            hear("tm-" + subtask, subtask, subtask == 2 ? 9000 : 0, 0);
        }
        Map<EngineId, Double> first = next(0);
        assertThat(first.get(new EngineId("tm-2", M)))
                .as("nobody has given up yet")
                .isCloseTo(250, EXACT);
        assertThat(first.get(new EngineId("tm-0", M))).isCloseTo(10, EXACT);

        for (int subtask = 0; subtask < 4; subtask++) {
            hear("tm-" + subtask, subtask, subtask == 2 ? 9000 : 0, round);
        }
        Map<EngineId, Double> second = next(0);
        assertThat(second.get(new EngineId("tm-2", M))).isCloseTo(970, EXACT);
        assertThat(sum(second)).isLessThanOrEqualTo(BUDGET + 1e-6);
    }

    @Test
    void whatSubtasksThatWereNotHeardMaySpendIsKeptAside() {
        hear("a", 0, 9000, 0);
        hear("a", 1, 9000, 0);
        assertThat(sum(next(0))).as("two of four subtasks").isCloseTo(BUDGET / 2, EXACT);
    }

    @Test
    void aSilentTaskManagerKeepsItsStaticShare() {
        for (int rounds = 0; rounds < 3; rounds++) {
            hear("a", 0, 9000, round);
            hear("a", 1, 9000, round);
            hear("b", 2, 0, round);
            hear("b", 3, 0, round);
            next(0);
        }
        assertThat(next(0).get(new EngineId("a", M))).isCloseTo(980, EXACT);

        hear("a", 0, 9000, round, 501);
        hear("a", 1, 9000, round, 501);
        assertThat(next(501).get(new EngineId("a", M))).isCloseTo(500, EXACT);
    }

    @Test
    void twoEnginesOfOneTaskManagerShareByDemand() {
        report("a", 0, 0, 0, new EngineDemand(M, 0), new EngineDemand("model@v2", 9000));
        report("a", 1, 0, 0, new EngineDemand(M, 0), new EngineDemand("model@v2", 9000));
        report("b", 2, 0, 0, new EngineDemand(M, 0));
        report("b", 3, 0, 0, new EngineDemand(M, 0));
        next(0);
        report("a", 0, round, 0, new EngineDemand(M, 0), new EngineDemand("model@v2", 9000));
        report("b", 2, round, 0, new EngineDemand(M, 0));
        assertThat(next(0).get(new EngineId("a", "model@v2"))).isGreaterThan(0.9 * BUDGET);
    }

    private void hear(String taskManager, int subtask, double demand, long confirmed) {
        hear(taskManager, subtask, demand, confirmed, 0);
    }

    private void hear(String taskManager, int subtask, double demand, long confirmed, long nowMillis) {
        report(taskManager, subtask, confirmed, nowMillis, new EngineDemand(M, demand));
    }

    private void report(String taskManager, int subtask, long confirmed, long nowMillis, EngineDemand... demands) {
        shares.hear(
                new SiteReport(
                        taskManager,
                        subtask,
                        4,
                        null,
                        null,
                        new BudgetReport("", TERM, confirmed, null, List.copyOf(Arrays.asList(demands)))),
                nowMillis);
    }

    private Map<EngineId, Double> next(long nowMillis) {
        return shares.next(BUDGET, ++round, nowMillis);
    }

    private static double sum(Map<EngineId, Double> shares) {
        return shares.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
