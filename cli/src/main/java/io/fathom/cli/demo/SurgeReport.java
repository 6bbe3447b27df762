package io.fathom.cli.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.budget.Overspend;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What the surge came to with a budget, and at fixed full depth under the same arrivals.
 *
 * <p>Quality is the share of right answers, latencies are milliseconds from an event's creation to its answer; an event
 * belongs to the phase in which it was created ({@link SurgePhase}).
 */
record SurgeReport(
        double capacityTlopsPerSecond,
        ComputeBudget budget,
        Overspend overspend,
        BudgetFigures spending,
        Map<SurgePhase, PhaseFigures> adaptive,
        Map<SurgePhase, PhaseFigures> fixed) {

    /**
     * @param samples of the run with the budget, at least one
     * @param atFullDepth of the run without
     * @param overspend of the run with the budget, by the books of its engine
     */
    static SurgeReport of(
            double capacityTlopsPerSecond,
            ComputeBudget budget,
            List<SurgeSample> samples,
            List<SurgeSample> atFullDepth,
            Overspend overspend) {
        return new SurgeReport(
                capacityTlopsPerSecond,
                budget,
                overspend,
                BudgetFigures.of(
                        samples, budget.tlopsPerSecond(), budget.window().toMillis()),
                PhaseFigures.of(samples),
                PhaseFigures.of(atFullDepth));
    }

    /** Of the 99th percentiles during the surge, the budget's as a share of fixed depth's; empty without answers. */
    OptionalDouble p99SurgeToFixed() {
        long slow = of(fixed, SurgePhase.DURING).p99Millis();
        return slow == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) of(adaptive, SurgePhase.DURING).p99Millis() / slow);
    }

    /** The {@code budget} of the demo's JSON. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("capacityTlopsPerSecond", Math.round(capacityTlopsPerSecond))
                .put("tlopsPerSecond", Math.round(budget.tlopsPerSecond()))
                .put("windowSeconds", budget.window().toMillis() / 1000.0);
        ArrayNode spent = json.putArray("spentByWindow");
        spending.spentByWindow().forEach(spent::add);
        json.put("batchTlops", overspend.largestStep());
        json.put("maxOverspendBatches", rounded(overspend.steps()));
        put(json, "utilisationWhileBacklogged", spending.utilisation());
        ArrayNode points = json.putArray("pointTimeline");
        spending.points().forEach(point -> points.addObject()
                .put("seconds", point.seconds())
                .put("point", rounded(point.mean()))
                .put("level", point.level()));
        phases(json, adaptive);
        put(json, "p99SurgeToFixed", p99SurgeToFixed());
        phases(json.putObject("fixed"), fixed);
        return json;
    }

    private static void phases(ObjectNode json, Map<SurgePhase, PhaseFigures> figures) {
        put(json, "qualityBefore", of(figures, SurgePhase.BEFORE).quality());
        put(json, "qualityDuring", of(figures, SurgePhase.DURING).quality());
        put(json, "qualityAfter", of(figures, SurgePhase.AFTER).quality());
        json.put("p99Before", of(figures, SurgePhase.BEFORE).p99Millis());
        json.put("p99During", of(figures, SurgePhase.DURING).p99Millis());
        json.put("p99After", of(figures, SurgePhase.AFTER).p99Millis());
    }

    /** Two sentences for people. */
    String summary() {
        PhaseFigures surge = of(adaptive, SurgePhase.DURING);
        PhaseFigures deep = of(fixed, SurgePhase.DURING);
        return String.format(
                Locale.ROOT,
                "During the surge, 99 %% of the answers came within %,d ms, %s of them right; at fixed full depth"
                        + " within %,d ms, %s right. Of the budget of %,d TLOps/s, %s was used while work waited.",
                surge.p99Millis(),
                percent(surge.quality()),
                deep.p99Millis(),
                percent(deep.quality()),
                Math.round(budget.tlopsPerSecond()),
                percent(spending.utilisation()));
    }

    private static PhaseFigures of(Map<SurgePhase, PhaseFigures> figures, SurgePhase phase) {
        return Objects.requireNonNull(figures.get(phase), "a phase has no figures");
    }

    private static String percent(OptionalDouble share) {
        return share.isEmpty() ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share.getAsDouble());
    }

    private static void put(ObjectNode json, String name, OptionalDouble value) {
        if (value.isPresent()) {
            json.put(name, rounded(value.getAsDouble()));
        } else {
            json.putNull(name);
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
