package io.fathom.cli.score;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.model.engine.ScoringResult;
import java.util.Locale;

/** A result as one line of JSON. */
final class ResultJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ResultJson() {}

    static String of(long id, ScoringResult result) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", id);
        json.put("label", result.label());
        json.put("score", result.score());
        json.put("outOfScope", result.outOfScope());
        ArrayNode alternatives = json.putArray("alternatives");
        for (ScoringResult.LabelScore alternative : result.alternatives()) {
            alternatives.addObject().put("label", alternative.label()).put("probability", alternative.probability());
        }
        ScoringResult.Trace trace = result.trace();
        json.put("cyclesUsed", trace.cyclesUsed());
        json.put("exitReason", trace.exitReason().name().toLowerCase(Locale.ROOT));
        json.put("tokens", trace.tokens());
        json.put("truncated", trace.truncated());
        json.put("tlops", result.cost().tlops());
        return json.toString();
    }

    static String failed(long id, String message) {
        return JSON.createObjectNode().put("id", id).put("error", message).toString();
    }
}
