package io.fathom.cli.evaluate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.cli.frontier.MeasuredTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Quality of a language model at every fixed depth and under the policy.
 *
 * @param policyName the policy as it is written on the command line
 * @param frontier the points of the bundle's frontier on these texts; may be empty
 */
record SurpriseReport(
        String task,
        SurpriseData data,
        EveryDepth<SurpriseEvaluation> depths,
        String policyName,
        MeasuredTable frontier) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A table for people. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        boolean labelled = !data.strange().isEmpty();
        lines.add(String.format(Locale.ROOT, "%-22s %8s %10s %11s", "depth", "cycles", "bits/char", "anomalous %")
                + (labelled ? "     AUC" : ""));
        for (int c = 1; c <= depths.fixed().size(); c++) {
            lines.add(row("fixed:" + c, depths.fixed().get(c - 1), labelled));
        }
        lines.add(row(policyName, depths.policy(), labelled));
        if (labelled) {
            lines.add("");
            lines.add("AUC: chance that a text which is not '" + data.normalLabel()
                    + "' scores higher than one that is.");
        }
        if (!frontier.isEmpty()) {
            lines.add("");
            lines.addAll(frontier.lines());
        }
        return lines;
    }

    private static String row(String name, SurpriseEvaluation e, boolean labelled) {
        String row = String.format(
                Locale.ROOT,
                "%-22s %8.2f %10.3f %11.1f",
                name,
                e.meanCycles(),
                e.bitsPerCharacter(),
                100 * e.anomalousShare());
        return labelled ? row + String.format(Locale.ROOT, " %7.3f", e.auc()) : row;
    }

    /** One line for machines. */
    String json() {
        ObjectNode json = JSON.createObjectNode()
                .put("task", task)
                .put("records", data.texts().size());
        if (!data.strange().isEmpty()) {
            json.put("normalLabel", data.normalLabel());
        }
        var fixed = json.putArray("fixed");
        for (int c = 1; c <= depths.fixed().size(); c++) {
            put(fixed.addObject().put("cycles", c), depths.fixed().get(c - 1));
        }
        put(json.putObject("policy"), depths.policy())
                .put("meanCycles", depths.policy().meanCycles());
        frontier.addTo(json);
        return json.toString();
    }

    private static ObjectNode put(ObjectNode json, SurpriseEvaluation e) {
        json.put("bitsPerCharacter", e.bitsPerCharacter()).put("anomalousShare", e.anomalousShare());
        return Double.isNaN(e.auc()) ? json : json.put("auc", e.auc());
    }
}
