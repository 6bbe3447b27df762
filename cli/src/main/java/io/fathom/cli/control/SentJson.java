package io.fathom.cli.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.schemas.ControlAck;
import io.fathom.schemas.ControlDirective;

/** What a directive command prints for machines. */
final class SentJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SentJson() {}

    static String sent(ControlDirective directive) {
        return JSON.createObjectNode().put("id", directive.getId()).toString();
    }

    static String answered(ControlAck ack) {
        ObjectNode object = JSON.createObjectNode();
        object.put("id", ack.getDirectiveId());
        object.put("outcome", ack.getOutcome().name());
        object.put("message", ack.getMessage());
        object.put("epoch", ack.getEpoch());
        object.put("job", ack.getJobId());
        object.put("decidedAt", ack.getDecidedAt().toString());
        return object.toString();
    }
}
