package io.fathom.cli.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.OperatingPoint;
import io.fathom.model.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The operating points of a bundle, cheapest first: what sizing counts with, and what a budget's range is chosen from. */
final class FrontierListing {
    private FrontierListing() {}

    static List<String> text(DepthFrontier frontier) {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(Locale.ROOT, "%-22s %12s  %-26s %s", "point", "TLOps/token", "quality", "as full depth"));
        for (int i = 0; i < frontier.size(); i++) {
            OperatingPoint point = frontier.point(i);
            lines.add(String.format(
                    Locale.ROOT,
                    "%-22d %12.3f  %-26s %s",
                    i,
                    point.cost().mean(),
                    interval(point.quality()),
                    point.agreement().map(FrontierListing::interval).orElse("not measured")));
        }
        return lines;
    }

    private static String interval(Estimate estimate) {
        return String.format(Locale.ROOT, "%.4f (%.4f to %.4f)", estimate.mean(), estimate.low(), estimate.high());
    }

    static void json(DepthFrontier frontier, ArrayNode points) {
        for (OperatingPoint point : frontier.points()) {
            ObjectNode json = points.addObject();
            estimate(point.cost(), json.putObject("tlopsPerToken"));
            estimate(point.quality(), json.putObject("quality"));
            point.agreement().ifPresent(agreement -> estimate(agreement, json.putObject("agreement")));
        }
    }

    private static void estimate(Estimate estimate, ObjectNode json) {
        json.put("mean", estimate.mean()).put("low", estimate.low()).put("high", estimate.high());
    }
}
