package io.fathom.cli.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What came of a replay.
 *
 * @param replayed predictions that were computed again
 * @param ofOtherModels predictions by models whose bundle was not given
 * @param withoutEvent predictions whose event is not in its topic any more
 */
record ReplayReport(int replayed, int ofOtherModels, int withoutEvent, List<Difference> differences) {
    private static final ObjectMapper JSON = new ObjectMapper();

    ReplayReport {
        differences = List.copyOf(differences);
    }

    /** Predictions that came out otherwise; one may differ in several ways. */
    long different() {
        return differences.stream().map(Difference::eventId).distinct().count();
    }

    String words() {
        return String.format(
                "%,d predictions computed again, %,d differ; left out: %,d of other models, %,d without their event",
                replayed, different(), ofOtherModels, withoutEvent);
    }

    String json() {
        ObjectNode json = JSON.createObjectNode()
                .put("replayed", replayed)
                .put("different", different())
                .put("ofOtherModels", ofOtherModels)
                .put("withoutEvent", withoutEvent);
        ArrayNode list = json.putArray("differences");
        differences.forEach(d -> list.addObject()
                .put("eventId", d.eventId())
                .put("what", d.what())
                .put("published", d.published())
                .put("computed", d.computed()));
        return json.toString();
    }
}
