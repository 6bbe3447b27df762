package io.fathom.cli.frontier;

import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.OperatingPoint;
import io.fathom.model.depth.frontier.ReferenceCurves;
import io.fathom.model.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A frontier beside what it is held against, for people. */
public final class FrontierTable {
    private FrontierTable() {}

    /** One line a point, and what the number of points says about the data. */
    public static List<String> of(DepthFrontier frontier, ReferenceCurves references, QualityUnit unit) {
        List<String> lines = new ArrayList<>();
        lines.add("Frontier by the score '" + frontier.score().scoreName()
                + "': what each point costs and gives, and what" + " else gives at that cost.");
        lines.add(String.format(
                Locale.ROOT,
                "  %5s  %-24s %-24s %9s %9s %9s",
                "point",
                "TLOps/token (95 %)",
                unit.title() + " (95 %)",
                "fixed",
                "random",
                "1 thresh."));
        for (int i = 0; i < frontier.size(); i++) {
            OperatingPoint point = frontier.point(i);
            double cost = point.cost().mean();
            lines.add(String.format(
                    Locale.ROOT,
                    "  %5d  %-24s %-24s %9s %9s %9s",
                    i,
                    interval(point.cost()),
                    interval(point.quality(), unit),
                    unit.format(references.fixed().at(cost)),
                    unit.format(references.random().at(cost)),
                    unit.format(references.single().at(cost))));
        }
        lines.add("The intervals hold for all points of another sample of " + records(frontier) + " records together.");
        lines.add(inWords(frontier));
        return lines;
    }

    private static int records(DepthFrontier frontier) {
        return frontier.point(0).cost().samples();
    }

    static String interval(Estimate e) {
        return String.format(Locale.ROOT, "%.2f (%.2f .. %.2f)", e.mean(), e.low(), e.high());
    }

    /** The ends in the order of the quality, worse first. */
    static String interval(Estimate e, QualityUnit unit) {
        return unit.format(e.mean()) + " (" + unit.format(e.low()) + " .. " + unit.format(e.high()) + ")";
    }

    /** What the number of points says about the data. */
    public static String inWords(DepthFrontier frontier) {
        int most = frontier.size();
        if (most == 1) {
            return "The frontier has one point: on this data, nothing that costs more is better by more than the noise of "
                    + records(frontier) + " records. A budget has nothing to choose from.";
        }
        String range = String.format(
                Locale.ROOT,
                "from %.2f to %.2f TLOps a token",
                frontier.point(0).cost().mean(),
                frontier.point(frontier.richest()).cost().mean());
        return most < FEW
                ? "The frontier has " + most + " points, " + range + ": " + records(frontier)
                        + " records of this data do not tell more apart."
                : "The frontier has " + most + " points, " + range + ".";
    }

    /** Fewer points than this call for a word. */
    private static final int FEW = 8;
}
