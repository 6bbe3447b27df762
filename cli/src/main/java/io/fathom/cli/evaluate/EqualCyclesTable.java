package io.fathom.cli.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.model.statistics.Estimate;
import io.fathom.model.training.EqualCycles;
import java.util.List;
import java.util.Locale;

/** What a policy is worth beside others of as many cycles, in points with their intervals. */
record EqualCyclesTable(String policyName, EqualCycles equal) {

    List<String> lines() {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%s, %.1f %% at %.2f cycles, above others of as many cycles (points, 95 %% interval):",
                        policyName,
                        100 * equal.quality(),
                        equal.cycles()),
                row("a fixed depth", equal.aboveFixed()),
                row("random exits", equal.aboveRandom()),
                row("confidence", equal.aboveConfidence()));
    }

    private static String row(String other, Estimate above) {
        return String.format(
                Locale.ROOT,
                "  %-20s %+6.2f [%+.2f..%+.2f]",
                other,
                100 * above.mean(),
                100 * above.low(),
                100 * above.high());
    }

    void addTo(ObjectNode json) {
        ObjectNode at =
                json.putObject("atEqualCycles").put("cycles", equal.cycles()).put("quality", equal.quality());
        put(at, "aboveFixed", equal.aboveFixed());
        put(at, "aboveRandom", equal.aboveRandom());
        put(at, "aboveConfidence", equal.aboveConfidence());
    }

    private static void put(ObjectNode json, String name, Estimate above) {
        json.putObject(name).put("mean", above.mean()).put("low", above.low()).put("high", above.high());
    }
}
