package io.fathom.job.config;

import static io.fathom.job.config.BudgetOptions.*;

import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.depth.DepthFrontier;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Checks {@link BudgetOptions}. */
final class BudgetParser {
    private static final int LAST_POINT = DepthFrontier.MOST_POINTS - 1;
    private static final Duration SHORTEST_TARGET = Duration.ofMillis(1);
    private static final Duration LONGEST_TARGET = Duration.ofDays(1);

    private final OptionReader reader;

    BudgetParser(OptionReader reader) {
        this.reader = reader;
    }

    BudgetSettings parse() {
        int cheapest = reader.defaulted(BUDGET_CHEAPEST_POINT, v -> v >= 0 && v <= LAST_POINT, "between 0 and 31");
        int richest = reader.defaulted(
                BUDGET_RICHEST_POINT,
                v -> v >= cheapest && v <= LAST_POINT,
                "between " + cheapest + " (" + BUDGET_CHEAPEST_POINT.key() + ") and 31");
        return new BudgetSettings(
                reader.optional(BUDGET_RATE, v -> v > 0 && Double.isFinite(v), "above 0 (TLOps a second)")
                        .orElse(null),
                reader.defaulted(
                        BUDGET_WINDOW,
                        v -> isBetween(ComputeBudget.SHORTEST_WINDOW, v, ComputeBudget.LONGEST_WINDOW),
                        "a duration between 100 ms and 1 h"),
                reader.optional(
                                BUDGET_TARGET_LATENCY,
                                v -> isBetween(SHORTEST_TARGET, v, LONGEST_TARGET),
                                "a duration between 1 ms and 1 day")
                        .orElse(null),
                reader.defaulted(BUDGET_AGE_FROM, v -> true, "topic or arrival"),
                reader.defaulted(BUDGET_OVERFLOW, v -> true, "backpressure or shed"),
                cheapest,
                Math.max(cheapest, richest),
                tenantShares(),
                reader.defaulted(BUDGET_AUDIT_SHARE, v -> v >= 0 && v <= 1, "between 0 and 1"));
    }

    private Map<String, Double> tenantShares() {
        Map<String, Double> shares = new HashMap<>();
        reader.defaulted(BUDGET_TENANT_SHARES, v -> true, "shares by tenant").forEach((tenant, text) -> {
            double share = number(text);
            if (share > 0 && share <= 1) {
                shares.put(tenant, share);
            } else {
                reader.mistake(BUDGET_TENANT_SHARES.key() + "." + tenant
                        + " must be above 0 and at most 1 (a share of the budget), but was '" + text + "'");
            }
        });
        return shares;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static boolean isBetween(Duration least, Duration value, Duration most) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }
}
