package io.fathom.job.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.job.fixture.Directives;
import io.fathom.schemas.BudgetDirective;
import io.fathom.schemas.ControlDirective;
import io.fathom.schemas.LimitsDirective;
import io.fathom.schemas.ModelDirective;
import io.fathom.schemas.OverflowAnswer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DirectiveRulesTest {

    static Stream<ControlDirective> good() {
        return Stream.of(
                Directives.budget("d", 1),
                budget(new BudgetDirective(null, null, null, null)),
                budget(new BudgetDirective(2.5e6, 100L, 1L, OverflowAnswer.SHED)),
                Directives.maxCycles("d", 1),
                limits(new LimitsDirective(null, null, null)),
                limits(new LimitsDirective(null, 2, 2)),
                Directives.model("d", "bundles/x", 1),
                Directives.model("d", "bundles/x", 0.001));
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of(Directives.budget(" ", 1), "id must have 1 to 256 characters"),
                Arguments.of(Directives.budget("x".repeat(257), 1), "id must have 1 to 256 characters"),
                Arguments.of(Directives.directive("d").setIssuer("").build(), "issuer must not be blank"),
                Arguments.of(
                        Directives.directive("d").build(),
                        "exactly one of budget, limits and model must be set, but 0"),
                Arguments.of(
                        ControlDirective.newBuilder(Directives.budget("d", 1))
                                .setLimits(new LimitsDirective(1, null, null))
                                .build(),
                        "but 2 are"),
                Arguments.of(Directives.budget("d", 0), "tlopsPerSecond must be more than 0 and finite, but was 0.0"),
                Arguments.of(Directives.budget("d", Double.NaN), "but was NaN"),
                Arguments.of(Directives.budget("d", Double.POSITIVE_INFINITY), "but was Infinity"),
                Arguments.of(budget(new BudgetDirective(null, 1000L, null, null)), "tlopsPerSecond must be set where"),
                Arguments.of(budget(new BudgetDirective(1d, 99L, null, null)), "windowMillis must be between 100 and"),
                Arguments.of(budget(new BudgetDirective(1d, null, 0L, null)), "targetLatencyMillis must be at least 1"),
                Arguments.of(
                        budget(new BudgetDirective(1d, null, null, OverflowAnswer.UNKNOWN)),
                        "overflow must be BACKPRESSURE or SHED"),
                Arguments.of(Directives.maxCycles("d", -1), "maxCycles must be at least 0 (depth zero), but was -1"),
                Arguments.of(limits(new LimitsDirective(null, -1, null)), "but was -1.."),
                Arguments.of(limits(new LimitsDirective(null, 3, 2)), "but was 3..2"),
                Arguments.of(Directives.model("d", " ", 1), "bundle must name the folder"),
                Arguments.of(
                        Directives.directive("d")
                                .setModel(new ModelDirective("b", "0123456789A", 1.0))
                                .build(),
                        "sha256 must be 12 to 64 hex digits"),
                Arguments.of(
                        Directives.model("d", "b", 0), "canaryShare must be more than 0 and at most 1, but was 0.0"),
                Arguments.of(Directives.model("d", "b", 1.01), "but was 1.01"),
                Arguments.of(Directives.model("d", "b", Double.NaN), "but was NaN"));
    }

    @ParameterizedTest
    @MethodSource("good")
    void whatMayBeAskedFor(ControlDirective directive) {
        assertThat(DirectiveRules.broken(directive)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void whatMayNotIsNamedInOneSentence(ControlDirective directive, String part) {
        assertThat(DirectiveRules.broken(directive))
                .get()
                .asString()
                .contains(part)
                .doesNotContain("\n");
    }

    private static ControlDirective budget(BudgetDirective budget) {
        return Directives.directive("d").setBudget(budget).build();
    }

    private static ControlDirective limits(LimitsDirective limits) {
        return Directives.directive("d").setLimits(limits).build();
    }
}
