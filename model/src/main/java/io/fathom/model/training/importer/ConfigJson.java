package io.fathom.model.training.importer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fathom.model.base.EncoderFamily;
import io.fathom.model.base.EncoderShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Hugging Face {@code config.json}: what an encoder is, checked to be one that is read.
 *
 * @param file where it lies, for messages
 * @param root its contents
 */
record ConfigJson(Path file, JsonNode root) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double USUAL_EPSILON = 1e-12;
    private static final int USUAL_PADDING_ID = 1;
    private static final int USUAL_ELECTRA_WIDTH = 128;
    private static final String CLASSIFIES = "ForSequenceClassification";

    /** @throws IllegalArgumentException if it is missing or no JSON object */
    static ConfigJson read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "the folder must hold the file " + file.getFileName() + ", but does not");
        }
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            if (root.isObject()) {
                return new ConfigJson(file, root);
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(file.getFileName() + " must be a JSON object, but cannot be parsed", e);
        }
        throw new IllegalArgumentException(file.getFileName() + " must be a JSON object, but is something else");
    }

    EncoderFamily family() {
        JsonNode type = root.path("model_type");
        if (!type.isTextual()) {
            throw new IllegalArgumentException(file.getFileName() + " must say its model_type, but does not");
        }
        return EncoderFamily.of(type.asText());
    }

    /**
     * The encoder's numbers.
     *
     * @throws IllegalArgumentException if one is missing, or the encoder works in a way that is not supported
     */
    EncoderShape shape() {
        boolean distilled = family() == EncoderFamily.DISTILBERT;
        requireText(distilled ? "activation" : "hidden_act", "gelu");
        requireText("position_embedding_type", "absolute");
        if (root.path("is_decoder").asBoolean()
                || root.path("add_cross_attention").asBoolean()) {
            throw new IllegalArgumentException(
                    file.getFileName() + " must be that of an encoder (what is read), but says is_decoder");
        }
        int dim = number(distilled ? "dim" : "hidden_size");
        int width = family() != EncoderFamily.ELECTRA
                ? dim
                : root.has("embedding_size") ? number("embedding_size") : Math.min(USUAL_ELECTRA_WIDTH, dim);
        return new EncoderShape(
                number("vocab_size"),
                number("max_position_embeddings") - positionOffset(),
                width,
                dim,
                number(distilled ? "n_heads" : "num_attention_heads"),
                number(distilled ? "n_layers" : "num_hidden_layers"),
                number(distilled ? "hidden_dim" : "intermediate_size"),
                (float) root.path("layer_norm_eps").asDouble(USUAL_EPSILON));
    }

    /** The position of the first token. */
    int positionOffset() {
        return family().positionsAfterPadding() ? root.path("pad_token_id").asInt(USUAL_PADDING_ID) + 1 : 0;
    }

    /** Whether its network ends in a classifier of whole texts; empty where it does not say. */
    Optional<Boolean> classifies() {
        JsonNode architectures = root.path("architectures");
        if (!architectures.isArray() || architectures.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(architectures.get(0).asText().endsWith(CLASSIFIES));
    }

    /**
     * Names of the classifier's rows.
     *
     * @throws IllegalArgumentException if they are not the labels of a text that has exactly one
     */
    List<String> labels(int rows) {
        String problem = root.path("problem_type").asText("single_label_classification");
        if (root.path("problem_type").isTextual() && !problem.equals("single_label_classification")) {
            throw new IllegalArgumentException(
                    "problem_type must be single_label_classification (what is served), but is '" + problem
                            + "': import the encoder alone with --without-head");
        }
        if (rows < 2) {
            throw new IllegalArgumentException("a classifier must have 2 labels or more, but has " + rows
                    + " (a regression): import the encoder alone with --without-head");
        }
        JsonNode names = root.path("id2label");
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            labels.add(
                    names.isMissingNode()
                            ? "LABEL_" + i
                            : names.path(String.valueOf(i)).asText(""));
        }
        if (!names.isMissingNode() && (names.size() != rows || labels.contains(""))) {
            throw new IllegalArgumentException("id2label must name the classifier's " + rows
                    + " rows by their numbers from 0, but is " + shortened(names.toString()));
        }
        return labels;
    }

    private void requireText(String field, String only) {
        JsonNode value = root.path(field);
        if (!value.isMissingNode() && !value.isNull() && !value.asText().equals(only)) {
            throw new IllegalArgumentException(
                    field + " must be " + only + " (what is read), but is '" + value.asText() + "'");
        }
    }

    private int number(String field) {
        JsonNode value = root.path(field);
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw new IllegalArgumentException(file.getFileName() + " must give " + field
                    + " as a whole number, but gives " + (value.isMissingNode() ? "none" : value));
        }
        return value.asInt();
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
