package io.fathom.model.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One noisy tenant and the depth of all others. Costs are 1 to 10 TLOps a token, the budget 100,000 a second. */
class BudgetTenantsTest {
    private static final PointCosts COSTS = new PointCosts(
            IntStream.rangeClosed(1, 10).mapToObj(i -> (double) i).toList(), 10);
    private static final ComputeBudget BUDGET = ComputeBudget.of(100_000).withWindow(Duration.ofSeconds(1));
    private static final int FULL = 9;

    /** Gate. The failure is one point for all: without the share, 60,000 tokens a second take the depth of everybody. */
    @Test
    void aNoisyTenantLosesItsOwnDepthAndNotThatOfOthers() {
        BudgetDirective shared = settled(BUDGET, 4_000, 60_000);
        assertThat(shared.point()).isZero();

        BudgetDirective limited = settled(BUDGET.withTenantShares(Map.of("noisy", 0.5)), 4_000, 20_000);
        assertThat(limited.point()).isEqualTo(FULL);
        assertThat(limited.pointOf(0)).isLessThanOrEqualTo(2); // 60,000 TLOps for 20,000 tokens
        assertThat(limited.pointOf(-1)).isEqualTo(FULL);
        assertThat(limited.level()).isEqualTo(BudgetLevel.FULL);
    }

    @Test
    void aTenantMayHaveWhatOthersLeave() {
        BudgetDirective alone = settled(BUDGET.withTenantShares(Map.of("noisy", 0.1)), 0, 8_000);
        assertThat(alone.pointOf(0)).isEqualTo(FULL);
    }

    /** 90,000 tokens a second cost 90,000 TLOps at least; the share pays for 20,000, and others leave 5,000 more. */
    @Test
    void underBackPressureAnExcessAtTheLeastDepthIsPaidForAndUnderSheddingTurnedAway() {
        ComputeBudget limited = BUDGET.withTenantShares(Map.of("noisy", 0.2));
        BudgetDirective held = settled(limited, 7_500, 90_000);
        assertThat(held.point()).isLessThan(FULL);
        BudgetDirective shed = settled(limited.withOverflow(Overflow.SHED), 7_500, 90_000);
        assertThat(shed.point()).isEqualTo(FULL);
        assertThat(shed.tenants().get(0).admitted()).isBetween(0.26, 0.29);
        assertThat(IntStream.range(0, 10_000)
                        .filter(i ->
                                Admission.sheds(limited.withOverflow(Overflow.SHED), shed, "event-" + i, 0, 0, 0, 0))
                        .count())
                .isBetween(7_000L, 7_500L);
        assertThat(Admission.sheds(limited.withOverflow(Overflow.SHED), shed, "event", -1, 0, 0, 0))
                .isFalse();
    }

    @Test
    void atOverflowWhatWouldBeLateIsTurnedAwayAndPriorityMayWaitLonger() {
        ComputeBudget budget = BUDGET.withTargetLatency(Duration.ofSeconds(1)).withOverflow(Overflow.SHED);
        BudgetDirective directive =
                new BudgetDirective(BudgetLevel.OVERFLOW, 0, PointRange.WHOLE.of(10), List.of(), 0.001, 0);
        assertThat(Admission.sheds(budget, directive, "r", -1, 0, 0.4, 500)).isFalse();
        assertThat(Admission.sheds(budget, directive, "r", -1, 0, 0.6, 500)).isTrue();
        assertThat(Admission.sheds(budget, directive, "r", -1, 1, 0.6, 500)).isFalse();
        assertThat(Admission.sheds(budget, directive, "r", -1, -1, 0.4, 200)).isTrue();
        assertThat(Admission.sheds(budget.withOverflow(Overflow.BACKPRESSURE), directive, "r", -1, 0, 9, 9_000))
                .isFalse();
        BudgetDirective least =
                new BudgetDirective(BudgetLevel.MINIMUM, 0, PointRange.WHOLE.of(10), List.of(), 0.001, 0);
        assertThat(Admission.sheds(budget, least, "r", -1, 0, 0.6, 500)).isFalse();
    }

    /** After eight windows of a steady load, tokens a second; nobody waits. */
    private static BudgetDirective settled(ComputeBudget budget, long others, long noisy) {
        BudgetController controller = new BudgetController(budget, COSTS, 0);
        int tenants = budget.tenantShares().size();
        for (int i = 1; i <= 256; i++) {
            Load ofNoisy = new Load(noisy / 32, 0);
            controller.onSample(new BudgetSample(
                    i * 31_250_000L,
                    new Load((others + noisy) / 32, 0),
                    tenants == 0 ? List.of() : List.of(ofNoisy),
                    0,
                    0,
                    0,
                    Double.POSITIVE_INFINITY));
        }
        return controller.directive(256 * 31_250_000L);
    }
}
