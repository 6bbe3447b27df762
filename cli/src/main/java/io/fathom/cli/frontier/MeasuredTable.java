package io.fathom.cli.frontier;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.model.depth.frontier.PointMeasurement;
import io.fathom.model.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A frontier on new records: whether it keeps what it promised. */
public final class MeasuredTable {
    private final List<PointMeasurement> points;
    private final QualityUnit unit;

    public MeasuredTable(List<PointMeasurement> points, QualityUnit unit) {
        this.points = List.copyOf(points);
        this.unit = unit;
    }

    public boolean isEmpty() {
        return points.isEmpty();
    }

    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%-9s %12s  %-18s %10s  %-21s %10s  %s",
                "frontier",
                "TLOps/token",
                "promised",
                unit.title(),
                "promised",
                "as at full",
                "promised"));
        for (PointMeasurement p : points) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-9s %12.3f  %-18s %10s  %-21s %10s  %s",
                    "point:" + p.index(),
                    p.measured().cost(),
                    ends(p.cost()) + (p.costHolds() ? "" : " !"),
                    unit.format(p.measured().quality()),
                    unit.ends(p.quality()) + (p.qualityHolds() ? "" : " !"),
                    QualityUnit.ACCURACY.format(p.measured().agreement()),
                    p.agreement().map(QualityUnit.ACCURACY::ends).orElse("nothing")
                            + (p.agreementHolds() ? "" : " !")));
        }
        long kept = kept();
        lines.add(
                kept == points.size()
                        ? "Cost, quality and agreement with full depth of every point lie within their intervals."
                        : "Cost, quality and agreement with full depth of " + kept + " of " + points.size()
                                + " points lie within their intervals (! where not): these records are of another kind"
                                + " than those that the bundle was calibrated on.");
        return lines;
    }

    private static String ends(Estimate e) {
        return String.format(Locale.ROOT, "%.3f .. %.3f", e.low(), e.high());
    }

    private long kept() {
        return points.stream()
                .filter(p -> p.costHolds() && p.qualityHolds() && p.agreementHolds())
                .count();
    }

    /**
     * For machines: {@code "frontier": {"points": [{"point", "cost", "costLow", "costHigh", "costWithin", "quality", …}],
     * "allWithin"}}; nothing without points.
     */
    public void addTo(ObjectNode json) {
        if (points.isEmpty()) {
            return;
        }
        ObjectNode frontier = json.putObject("frontier");
        ArrayNode array = frontier.putArray("points");
        for (PointMeasurement p : points) {
            ObjectNode point = array.addObject()
                    .put("point", p.index())
                    .put("cost", p.measured().cost())
                    .put("costLow", p.cost().low())
                    .put("costHigh", p.cost().high())
                    .put("costWithin", p.costHolds())
                    .put("quality", p.measured().quality())
                    .put("qualityLow", p.quality().low())
                    .put("qualityHigh", p.quality().high())
                    .put("qualityWithin", p.qualityHolds())
                    .put("agreement", p.measured().agreement());
            p.agreement().ifPresent(promised -> point.put("agreementLow", promised.low())
                    .put("agreementHigh", promised.high())
                    .put("agreementWithin", p.agreementHolds()));
        }
        frontier.put("allWithin", kept() == points.size());
    }
}
