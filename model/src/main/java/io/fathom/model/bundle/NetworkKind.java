package io.fathom.model.bundle;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The family of networks that a bundle's weights belong to. */
public enum NetworkKind {
    /** Zero Token Transformer: head layer, cycled middle layers with zero tokens, tail layer. */
    @JsonProperty("ztt")
    ZTT
}
