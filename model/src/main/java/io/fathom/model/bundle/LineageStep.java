package io.fathom.model.bundle;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.regex.Pattern;

/**
 * A step on the way from another bundle to this one.
 *
 * @param parent the bundle that it was made from
 * @param change what was done
 * @param detail in words, one line
 */
public record LineageStep(ModelIdentity parent, Change change, String detail) {
    private static final Pattern VERSION = Pattern.compile("[0-9a-f]{12}");

    /** What was done to a bundle's weights. */
    public enum Change {
        /** Slots were added. */
        @JsonProperty("grown")
        GROWN,
        /** It was trained on. */
        @JsonProperty("continued")
        CONTINUED
    }

    public LineageStep {
        ModelDescription.requireId(parent.id());
        if (!VERSION.matcher(parent.version()).matches()) {
            throw new IllegalArgumentException(
                    "the version of a parent bundle must be 12 hex digits, but was '" + parent.version() + "'");
        }
        if (detail.isBlank() || detail.lines().count() > 1) {
            throw new IllegalArgumentException(
                    "the detail of a lineage step must be one line, but was '" + detail + "'");
        }
    }
}
