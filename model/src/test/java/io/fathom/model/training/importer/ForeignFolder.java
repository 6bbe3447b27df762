package io.fathom.model.training.importer;

import static java.util.Objects.requireNonNull;

import io.fathom.model.base.EncoderFamily;
import io.fathom.model.training.importer.SafetensorsWriter.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A Hugging Face folder with random weights, as each family's own library saves one: two layers of width 8, two heads,
 * feed-forward 12, 20 positions, three labels.
 */
public final class ForeignFolder {
    static final int DIM = 8;
    static final int HEADS = 2;
    static final int LAYERS = 2;
    static final int FEED_FORWARD = 12;
    static final int POSITIONS = 20;
    static final int LABELS = 3;
    static final int ELECTRA_WIDTH = 4;

    final Path path;
    final EncoderFamily family;
    final int vocabulary;
    final Map<String, Tensor> tensors = new LinkedHashMap<>();
    String config = "";

    private final SplittableRandom random = new SplittableRandom(11);

    /** @param head whether it ends in a classifier */
    public ForeignFolder(Path path, EncoderFamily family, boolean head) throws IOException {
        this.path = Files.createDirectories(path);
        this.family = family;
        ForeignTokenizers tokenizer =
                switch (family) {
                    case ROBERTA -> ForeignTokenizers.BYTE_PAIRS;
                    case XLM_ROBERTA -> ForeignTokenizers.UNIGRAM;
                    default -> ForeignTokenizers.WORD_PIECE;
                };
        vocabulary = tokenizer.size();
        Files.writeString(path.resolve("tokenizer.json"), tokenizer.json());
        config = family == EncoderFamily.DISTILBERT ? distilbertConfig(head) : bertConfig(head);
        String prefix = !head ? "" : (family.name().contains("ROBERTA") ? "roberta" : family.modelType()) + ".";
        encoder(prefix);
        if (head) {
            head(prefix);
        }
        save("F32");
    }

    public Path folder() {
        return path;
    }

    int width() {
        return family == EncoderFamily.ELECTRA ? ELECTRA_WIDTH : DIM;
    }

    /** Position of the first token. */
    int offset() {
        return family.positionsAfterPadding() ? 2 : 0;
    }

    void save(String dtype) throws IOException {
        Files.writeString(path.resolve("config.json"), config);
        SafetensorsWriter.write(path.resolve("model.safetensors"), tensors, dtype);
    }

    /** Values of a tensor. */
    float[] values(String name) {
        return requireNonNull(tensors.get(name), name).values();
    }

    private String bertConfig(boolean head) {
        return """
                {
                  "architectures": ["%s"],
                  "model_type": "%s",
                  "hidden_act": "gelu",
                  "hidden_size": %d,
                  "embedding_size": %d,
                  "num_attention_heads": %d,
                  "num_hidden_layers": %d,
                  "intermediate_size": %d,
                  "max_position_embeddings": %d,
                  "layer_norm_eps": 1e-05,
                  "pad_token_id": %d,
                  "position_embedding_type": "absolute",
                  "id2label": {"0": "anger", "1": "joy", "2": "none"},
                  "vocab_size": %d
                }
                """
                .formatted(
                        head ? "XForSequenceClassification" : "XModel",
                        family.modelType(),
                        DIM,
                        width(),
                        HEADS,
                        LAYERS,
                        FEED_FORWARD,
                        POSITIONS,
                        family.positionsAfterPadding() ? 1 : 0,
                        vocabulary);
    }

    private String distilbertConfig(boolean head) {
        return """
                {
                  "architectures": ["%s"],
                  "model_type": "distilbert",
                  "activation": "gelu",
                  "dim": %d,
                  "n_heads": %d,
                  "n_layers": %d,
                  "hidden_dim": %d,
                  "max_position_embeddings": %d,
                  "id2label": {"0": "anger", "1": "joy", "2": "none"},
                  "vocab_size": %d
                }
                """
                .formatted(
                        head ? "DistilBertForSequenceClassification" : "DistilBertModel",
                        DIM,
                        HEADS,
                        LAYERS,
                        FEED_FORWARD,
                        POSITIONS,
                        vocabulary);
    }

    private void encoder(String prefix) {
        boolean distilled = family == EncoderFamily.DISTILBERT;
        put(prefix + "embeddings.word_embeddings.weight", vocabulary, width());
        put(prefix + "embeddings.position_embeddings.weight", POSITIONS, width());
        if (!distilled) {
            put(prefix + "embeddings.token_type_embeddings.weight", family.positionsAfterPadding() ? 1 : 2, width());
        }
        norm(prefix + "embeddings.LayerNorm", width());
        if (width() != DIM) {
            linear(prefix + "embeddings_project", DIM, width());
        }
        for (int l = 0; l < LAYERS; l++) {
            if (distilled) {
                distilledLayer(prefix + "transformer.layer." + l);
            } else {
                layer(prefix + "encoder.layer." + l);
            }
        }
    }

    private void layer(String name) {
        linear(name + ".attention.self.query", DIM, DIM);
        linear(name + ".attention.self.key", DIM, DIM);
        linear(name + ".attention.self.value", DIM, DIM);
        linear(name + ".attention.output.dense", DIM, DIM);
        norm(name + ".attention.output.LayerNorm", DIM);
        linear(name + ".intermediate.dense", FEED_FORWARD, DIM);
        linear(name + ".output.dense", DIM, FEED_FORWARD);
        norm(name + ".output.LayerNorm", DIM);
    }

    private void distilledLayer(String name) {
        linear(name + ".attention.q_lin", DIM, DIM);
        linear(name + ".attention.k_lin", DIM, DIM);
        linear(name + ".attention.v_lin", DIM, DIM);
        linear(name + ".attention.out_lin", DIM, DIM);
        norm(name + ".sa_layer_norm", DIM);
        linear(name + ".ffn.lin1", FEED_FORWARD, DIM);
        linear(name + ".ffn.lin2", DIM, FEED_FORWARD);
        norm(name + ".output_layer_norm", DIM);
    }

    private void head(String prefix) {
        switch (family) {
            case BERT -> {
                linear(prefix + "pooler.dense", DIM, DIM);
                linear("classifier", LABELS, DIM);
            }
            case DISTILBERT -> {
                linear("pre_classifier", DIM, DIM);
                linear("classifier", LABELS, DIM);
            }
            default -> {
                linear("classifier.dense", DIM, DIM);
                linear("classifier.out_proj", LABELS, DIM);
            }
        }
    }

    private void norm(String name, int dim) {
        put(name + ".weight", dim);
        put(name + ".bias", dim);
    }

    private void linear(String name, int out, int in) {
        put(name + ".weight", out, in);
        put(name + ".bias", out);
    }

    final void put(String name, long... shape) {
        int size = 1;
        for (long s : shape) {
            size = Math.toIntExact(size * s);
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian() * 0.5f + (name.contains("orm.weight") ? 1 : 0);
        }
        tensors.put(name, new Tensor(shape, values));
    }
}
