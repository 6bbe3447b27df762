package io.fathom.cli.evaluate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.cli.frontier.MeasuredTable;
import io.fathom.cli.generated.ByDifficulty;
import io.fathom.model.depth.DepthAdvice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Quality at every fixed depth and under the policy.
 *
 * @param firstDepth cycles of the first fixed depth
 * @param fixed every depth, the shallowest first
 * @param policyName the policy as it is written on the command line
 * @param frontier the points of the bundle's frontier on these records; may be empty
 */
record EvaluationReport(
        String task,
        int records,
        int firstDepth,
        List<Evaluation> fixed,
        String policyName,
        Evaluation policy,
        MeasuredTable frontier) {
    private static final ObjectMapper JSON = new ObjectMapper();

    EvaluationReport {
        fixed = List.copyOf(fixed);
    }

    /** A table for people. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        boolean scoped = !Double.isNaN(policy.outOfScopeRecall());
        String head = String.format(Locale.ROOT, "%-22s %8s %7s %9s", "depth", "cycles", "layers", "accuracy");
        lines.add(scoped ? head + "  in-scope  kept  recall" : head);
        for (int d = 0; d < fixed.size(); d++) {
            lines.add(row("fixed:" + (firstDepth + d), fixed.get(d), scoped));
        }
        lines.add(row(policyName, policy, scoped));
        if (policy.layers().isKnown()) {
            lines.add("");
            lines.addAll(policy.layers().lines());
        }
        if (!policy.byDifficulty().isEmpty()) {
            lines.add("");
            lines.add(String.format(
                    Locale.ROOT, "%-22s %8s %9s %9s", "steps to the answer", "cycles", "accuracy", "records"));
            policy.byDifficulty().tallies().forEach((difficulty, tally) -> lines.add(difficulty(difficulty, tally)));
        }
        lines.addAll(policy.tokenDepth().lines());
        if (!frontier.isEmpty()) {
            lines.add("");
            lines.addAll(frontier.lines());
        }
        if (scoped) {
            lines.add("");
            lines.add("accuracy: right label and kept, or out of scope and rejected.");
            lines.add("in-scope: right label, nothing rejected. kept: right and not rejected.");
            lines.add("recall:   out-of-scope records that are rejected.");
        }
        return lines;
    }

    private static String difficulty(int difficulty, ByDifficulty.Tally tally) {
        return String.format(
                Locale.ROOT,
                "%-22d %8.2f %9s %9d",
                difficulty,
                tally.meanCycles(),
                percent(tally.accuracy()),
                tally.records());
    }

    /** Whether these texts profit from depth, and what to deploy. */
    String advice() {
        return depth().inWords(deploy());
    }

    private DepthAdvice depth() {
        List<Double> accuracy = fixed.stream().map(Evaluation::accuracy).toList();
        return DepthAdvice.of(firstDepth, accuracy, DepthAdvice.TOLERANCE);
    }

    /** The policy where it gives up no more than the tolerance and runs less, else the fewest cycles that do. */
    private String deploy() {
        DepthAdvice depth = depth();
        double least = Collections.max(depth.accuracy()) - depth.tolerance();
        return policy.accuracy() >= least && policy.meanCycles() < depth.depth()
                ? policyName
                : "fixed:" + depth.depth();
    }

    private static String row(String name, Evaluation e, boolean scoped) {
        String layers = e.layers().isKnown()
                ? String.format(Locale.ROOT, "%.2f", e.layers().mean())
                : "-";
        String row =
                String.format(Locale.ROOT, "%-22s %8.2f %7s %9s", name, e.meanCycles(), layers, percent(e.accuracy()));
        return scoped
                ? row
                        + String.format(
                                Locale.ROOT,
                                "  %8s %5s %7s",
                                percent(e.inScopeAccuracy()),
                                percent(e.inScopeAccuracyAtThreshold()),
                                percent(e.outOfScopeRecall()))
                : row;
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    /**
     * One line for machines.
     *
     * @param equal null where signals were not compared
     */
    String json(@Nullable EqualCyclesTable equal) {
        ObjectNode json = JSON.createObjectNode().put("task", task).put("records", records);
        ArrayNode depths = json.putArray("fixed");
        for (int d = 0; d < fixed.size(); d++) {
            ObjectNode depth = depths.addObject()
                    .put("cycles", firstDepth + d)
                    .put("accuracy", fixed.get(d).accuracy());
            if (fixed.get(d).layers().isKnown()) {
                depth.put("layers", fixed.get(d).layers().mean());
            }
        }
        ObjectNode chosen =
                json.putObject("policy").put("accuracy", policy.accuracy()).put("meanCycles", policy.meanCycles());
        if (policy.layers().isKnown()) {
            policy.layers().addTo(chosen);
        }
        if (!Double.isNaN(policy.outOfScopeRecall())) {
            chosen.put("inScopeAccuracy", policy.inScopeAccuracy())
                    .put("inScopeAccuracyAtThreshold", policy.inScopeAccuracyAtThreshold())
                    .put("outOfScopeRecall", policy.outOfScopeRecall());
        }
        policy.byDifficulty().addTo(chosen);
        policy.tokenDepth().addTo(chosen);
        json.put("depthZeroShare", policy.layers().depthZeroShare());
        frontier.addTo(json);
        if (equal != null) {
            equal.addTo(json);
        }
        json.putObject("depth").put("pays", depth().depthPays()).put("deploy", deploy());
        return json.toString();
    }
}
