package io.fathom.model.bundle;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a model is for. */
public enum TaskKind {
    /** One of a set of labels for each text, with optional out-of-scope rejection. */
    @JsonProperty("classification")
    CLASSIFICATION
}
