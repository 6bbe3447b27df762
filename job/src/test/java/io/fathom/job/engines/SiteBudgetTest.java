package io.fathom.job.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fathom.job.fixture.MeteredEngines;
import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.budget.ShareRule;
import io.fathom.model.engine.ScoringEngine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SiteBudgetTest {
    private static final ComputeBudget WHOLE = ComputeBudget.of(1000);
    private static final String MODEL = "scripted@0123456789ab";
    private static final long TIMEOUT = 5000;

    private final MeteredEngines metered = MeteredEngines.named("site-budget", 1000);
    private final SiteBudget budget = new SiteBudget();
    private List<ScoringEngine> engines = List.of();

    @BeforeEach
    void open() throws Exception {
        engines = List.of(metered.factory().plan(BundleRef.CONFIGURED).open());
        budget.configure(Optional.of(WHOLE), 0.25);
        budget.apply(engines);
    }

    @Test
    void beforeTheFirstOrderTheStaticShareHolds() {
        assertThat(metered.shares()).containsExactly(250d);
        assertThat(budget.report(engines).round()).isZero();
    }

    @Test
    void anOrderHoldsUntilItIsTooOld() {
        budget.obey(order(3, Map.of(MODEL, 700d)), 10_000, engines);
        assertThat(metered.shares()).containsExactly(700d);
        assertThat(budget.report(engines).round()).isEqualTo(3);

        budget.expire(10_000 + TIMEOUT, TIMEOUT, engines);
        assertThat(metered.shares()).containsExactly(700d);
        budget.expire(10_001 + TIMEOUT, TIMEOUT, engines);
        assertThat(metered.shares()).containsExactly(250d);
        assertThat(budget.report(engines).round())
                .as("what was ordered is not in force")
                .isZero();

        budget.obey(order(4, Map.of(MODEL, 600d)), 20_000, engines);
        assertThat(metered.shares()).containsExactly(600d);
    }

    @Test
    void anEngineThatTheOrderDoesNotKnowHasTheFloor() {
        budget.obey(order(3, Map.of()), 0, engines);
        assertThat(metered.shares().get(0)).isCloseTo(ShareRule.floor(250), within(1e-9));
    }

    @Test
    void enginesOfOneTaskManagerShareItsStaticShare() throws Exception {
        ScoringEngine second = metered.factory().plan(BundleRef.CONFIGURED).open();
        budget.admit(second, 1);
        assertThat(metered.shares()).containsExactly(250d, 125d);
        budget.apply(List.of(engines.get(0), second));
        assertThat(metered.shares()).containsExactly(125d, 125d);
    }

    @Test
    void aBudgetIsLifted() {
        budget.obey(new BudgetOrder("lift", 1, 4, Optional.empty(), Map.of()), 0, engines);
        assertThat(metered.shares()).containsExactly(0d);
        assertThat(budget.report(engines).orderId()).isEqualTo("lift");
    }

    private static BudgetOrder order(long round, Map<String, Double> shares) {
        return new BudgetOrder("b", 1, round, Optional.of(WHOLE), shares);
    }
}
