package io.fathom.cli.score;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.model.engine.Answer;
import io.fathom.model.engine.ScoringResult;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A result as one line of JSON. */
final class ResultJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ResultJson() {}

    /**
     * @param explain whether to tell where a surprise comes from
     * @param tokens what each token stands for, to tell how many layers it ran; null to leave that out
     */
    static String of(long id, ScoringResult result, boolean explain, @Nullable List<String> tokens) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", id);
        Answer answer = result.answer();
        if (answer instanceof Answer.Classification classification) {
            put(json, classification);
        } else if (answer instanceof Answer.Surprise surprise) {
            put(json, surprise, explain);
        }
        ScoringResult.Trace trace = result.trace();
        json.put("cyclesUsed", trace.cyclesUsed());
        json.put("exitReason", trace.exitReason().name().toLowerCase(Locale.ROOT));
        json.put("tokens", trace.tokens());
        json.put("truncated", trace.truncated());
        json.put("tlops", result.cost().tlops());
        if (tokens != null) {
            putDepth(json, tokens, trace.tokenLayers());
        }
        return json.toString();
    }

    private static void putDepth(ObjectNode json, List<String> tokens, List<Integer> layers) {
        ArrayNode depth = json.putArray("tokenDepth");
        for (int t = 0; t < layers.size(); t++) {
            depth.addObject().put("text", tokens.get(t)).put("layers", layers.get(t));
        }
    }

    private static void put(ObjectNode json, Answer.Classification answer) {
        json.put("label", answer.label());
        json.put("score", answer.score());
        json.put("outOfScope", answer.outOfScope());
        ArrayNode alternatives = json.putArray("alternatives");
        for (ScoringResult.LabelScore alternative : answer.alternatives()) {
            alternatives.addObject().put("label", alternative.label()).put("probability", alternative.probability());
        }
    }

    private static void put(ObjectNode json, Answer.Surprise answer, boolean explain) {
        json.put("bitsPerCharacter", answer.bitsPerCharacter());
        json.put("anomalous", answer.anomalous());
        json.put("threshold", answer.threshold());
        if (explain) {
            ArrayNode pieces = json.putArray("pieces");
            for (Answer.Piece piece : answer.pieces()) {
                pieces.addObject().put("text", piece.text()).put("bits", piece.bits());
            }
        }
    }

    static String failed(long id, String message) {
        return JSON.createObjectNode().put("id", id).put("error", message).toString();
    }
}
