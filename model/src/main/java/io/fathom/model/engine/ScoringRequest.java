package io.fathom.model.engine;

import java.util.OptionalInt;

/**
 * One record to score.
 *
 * @param id names the record in messages; the engine does not need it to be unique
 * @param text may be empty; over-long text is truncated and marked so in the result
 * @param maxCycles the record's own limit of depth, at least 1; a limit beyond the model's cycles changes nothing
 */
public record ScoringRequest(String id, String text, OptionalInt maxCycles) {

    public ScoringRequest {
        if (maxCycles.isPresent() && maxCycles.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "maxCycles of record '" + id + "' must be at least 1, but was " + maxCycles.getAsInt());
        }
    }

    public static ScoringRequest of(String id, String text) {
        return new ScoringRequest(id, text, OptionalInt.empty());
    }
}
