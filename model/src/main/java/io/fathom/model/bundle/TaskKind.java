package io.fathom.model.bundle;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fathom.model.nn.Readout;

/** What a model is for. */
public enum TaskKind {
    /** One of a set of labels for each text, with optional out-of-scope rejection. */
    @JsonProperty("classification")
    CLASSIFICATION,
    /** How surprising each text is, in bits per character, and whether that is an anomaly. */
    @JsonProperty("language-model")
    LANGUAGE_MODEL;

    /** The task that a network with this read-out is for. */
    public static TaskKind of(Readout readout) {
        return readout instanceof Readout.NextToken ? LANGUAGE_MODEL : CLASSIFICATION;
    }
}
