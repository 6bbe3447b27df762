package io.fathom.job.control;

import io.fathom.schemas.BudgetDirective;
import io.fathom.schemas.ControlDirective;
import io.fathom.schemas.LimitsDirective;
import io.fathom.schemas.ModelDirective;
import io.fathom.schemas.OverflowAnswer;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a directive has to be beyond its schema. What only a TaskManager can know, it finds out later. */
public final class DirectiveRules {
    private static final int MAX_ID_CHARS = 256;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{12,64}");
    private static final long SHORTEST_WINDOW_MILLIS = 100;
    private static final long LONGEST_WINDOW_MILLIS = 3_600_000;

    private DirectiveRules() {}

    /** The first rule that the directive breaks, in one sentence, or empty. */
    public static Optional<String> broken(ControlDirective directive) {
        String id = directive.getId();
        if (id.isBlank() || id.length() > MAX_ID_CHARS) {
            return broken("id must have 1 to " + MAX_ID_CHARS + " characters, not only blanks, but was '"
                    + (id.length() > MAX_ID_CHARS ? id.substring(0, 32) + "…" : id) + "': give it a unique one");
        }
        if (directive.getIssuer().isBlank()) {
            return broken("issuer must not be blank: say who wants it");
        }
        long parts = Stream.of(directive.getBudget(), directive.getLimits(), directive.getModel())
                .filter(Objects::nonNull)
                .count();
        if (parts != 1) {
            return broken("exactly one of budget, limits and model must be set, but " + parts
                    + " are: send one directive for each");
        }
        BudgetDirective budget = directive.getBudget();
        LimitsDirective limits = directive.getLimits();
        return budget != null
                ? budget(budget)
                : limits != null ? limits(limits) : model(Objects.requireNonNull(directive.getModel()));
    }

    private static Optional<String> budget(BudgetDirective budget) {
        Double rate = budget.getTlopsPerSecond();
        if (rate == null) {
            boolean nothingElse = budget.getWindowMillis() == null
                    && budget.getTargetLatencyMillis() == null
                    && budget.getOverflow() == null;
            return nothingElse
                    ? Optional.empty()
                    : broken("tlopsPerSecond must be set where windowMillis, targetLatencyMillis or overflow is:"
                            + " without it the directive lifts the budget");
        }
        if (!(rate > 0 && Double.isFinite(rate))) {
            return broken("tlopsPerSecond must be more than 0 and finite, but was " + rate
                    + ": leave it out to lift the budget");
        }
        Long window = budget.getWindowMillis();
        if (window != null && (window < SHORTEST_WINDOW_MILLIS || window > LONGEST_WINDOW_MILLIS)) {
            return broken("windowMillis must be between " + SHORTEST_WINDOW_MILLIS + " and " + LONGEST_WINDOW_MILLIS
                    + " (100 ms to 1 h), but was " + window);
        }
        Long latency = budget.getTargetLatencyMillis();
        if (latency != null && latency < 1) {
            return broken("targetLatencyMillis must be at least 1, but was " + latency + ": leave it out for none");
        }
        return budget.getOverflow() == OverflowAnswer.UNKNOWN
                ? broken("overflow must be BACKPRESSURE or SHED, but was one that this version does not know")
                : Optional.empty();
    }

    private static Optional<String> limits(LimitsDirective limits) {
        Integer cycles = limits.getMaxCycles();
        if (cycles != null && cycles < 0) {
            return broken(
                    "maxCycles must be at least 0 (depth zero), but was " + cycles + ": leave it out for no limit");
        }
        int cheapest = orElse(limits.getCheapestPoint(), 0);
        int richest = orElse(limits.getRichestPoint(), Integer.MAX_VALUE);
        return cheapest >= 0 && cheapest <= richest
                ? Optional.empty()
                : broken("the operating range must run from a cheapestPoint of at least 0 to a richestPoint that is not"
                        + " below it, but was " + cheapest + ".." + richest);
    }

    private static Optional<String> model(ModelDirective model) {
        if (model.getBundle().isBlank()) {
            return broken("bundle must name the folder of a bundle as every TaskManager sees it, but was blank");
        }
        if (!SHA256.matcher(model.getSha256()).matches()) {
            return broken("sha256 must be 12 to 64 hex digits in lower case (of the sha256 of bundle.json), but was '"
                    + model.getSha256() + "': 'fathom inspect' shows the version");
        }
        double share = model.getCanaryShare();
        return share > 0 && share <= 1
                ? Optional.empty()
                : broken("canaryShare must be more than 0 and at most 1, but was " + share
                        + ": direct the bundle in service to take a canary out");
    }

    private static int orElse(@Nullable Integer value, int other) {
        return value == null ? other : value;
    }

    private static Optional<String> broken(String sentence) {
        return Optional.of(sentence);
    }
}
