package io.fathom.model.base;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Encoders that can be read, by the {@code model_type} of their {@code config.json}: all are BERT with differences in names. */
public enum EncoderFamily {
    BERT("bert", false),
    ROBERTA("roberta", true),
    XLM_ROBERTA("xlm-roberta", true),
    DISTILBERT("distilbert", false),
    ELECTRA("electra", false);

    private static final String WORDS = "embeddings.word_embeddings.weight";

    private final String modelType;
    private final boolean positionsAfterPadding;

    EncoderFamily(String modelType, boolean positionsAfterPadding) {
        this.modelType = modelType;
        this.positionsAfterPadding = positionsAfterPadding;
    }

    /**
     * The family of a {@code model_type}.
     *
     * @throws IllegalArgumentException if it is not one of those that are read
     */
    public static EncoderFamily of(String modelType) {
        return Arrays.stream(values())
                .filter(family -> family.modelType.equals(modelType))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("model_type must be one of "
                        + Arrays.stream(values()).map(f -> f.modelType).collect(Collectors.joining(", "))
                        + " (what is read), but is '" + modelType + "'"));
    }

    public String modelType() {
        return modelType;
    }

    /** Whether the first token has the position behind the padding's id, as in RoBERTa; otherwise position 0. */
    public boolean positionsAfterPadding() {
        return positionsAfterPadding;
    }

    /** Name of the matrix of word embeddings, without the prefix of a larger model. */
    static String words() {
        return WORDS;
    }

    /** From the encoder's own parameters to ours. */
    List<EncoderParameter> parameters(EncoderShape shape) {
        List<EncoderParameter> all = new ArrayList<>();
        all.add(EncoderParameter.copy("embed.token", WORDS));
        List<String> position = new ArrayList<>(List.of("embeddings.position_embeddings.weight"));
        if (this != DISTILBERT) {
            position.add("embeddings.token_type_embeddings.weight");
        }
        all.add(new EncoderParameter("embed.position", position));
        both(all, "embed.norm", "embeddings.LayerNorm");
        if (shape.projected()) {
            both(all, "embed.project", "embeddings_project");
        }
        for (int l = 0; l < shape.layers(); l++) {
            if (this == DISTILBERT) {
                distilled(all, "middle." + l, "transformer.layer." + l);
            } else {
                layer(all, "middle." + l, "encoder.layer." + l);
            }
        }
        return all;
    }

    private static void layer(List<EncoderParameter> all, String ours, String theirs) {
        String self = theirs + ".attention.self.";
        both(all, ours + ".attention.qkv", self + "query", self + "key", self + "value");
        both(all, ours + ".attention.out", theirs + ".attention.output.dense");
        both(all, ours + ".attention.norm", theirs + ".attention.output.LayerNorm");
        both(all, ours + ".feedForward.in", theirs + ".intermediate.dense");
        both(all, ours + ".feedForward.out", theirs + ".output.dense");
        both(all, ours + ".feedForward.norm", theirs + ".output.LayerNorm");
    }

    private static void distilled(List<EncoderParameter> all, String ours, String theirs) {
        String attention = theirs + ".attention.";
        both(all, ours + ".attention.qkv", attention + "q_lin", attention + "k_lin", attention + "v_lin");
        both(all, ours + ".attention.out", attention + "out_lin");
        both(all, ours + ".attention.norm", theirs + ".sa_layer_norm");
        both(all, ours + ".feedForward.in", theirs + ".ffn.lin1");
        both(all, ours + ".feedForward.out", theirs + ".ffn.lin2");
        both(all, ours + ".feedForward.norm", theirs + ".output_layer_norm");
    }

    private static void both(List<EncoderParameter> all, String ours, String... theirs) {
        for (String kind : List.of(".weight", ".bias")) {
            all.add(new EncoderParameter(
                    ours + kind, Arrays.stream(theirs).map(t -> t + kind).toList()));
        }
    }

    /** Its {@code model_type}. */
    @Override
    public String toString() {
        return modelType;
    }
}
