package io.fathom.model.text;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.model.text.BytePairVocabulary.Merge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The Hugging Face {@code tokenizer.json} of a {@link BytePairVocabulary}. */
final class TokenizerJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The same line ends everywhere, one merge a line: the bytes are part of a bundle's version. */
    private static final ObjectWriter WRITER = JSON.writer(new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    private TokenizerJson() {}

    static byte[] write(BytePairVocabulary vocabulary) {
        ObjectNode root = frame(vocabulary.normalization());
        ObjectNode model = (ObjectNode) root.get("model");
        ObjectNode ids = model.putObject("vocab");
        for (int id = 0; id < vocabulary.size(); id++) {
            ids.put(vocabulary.tokens().get(id), id);
        }
        ArrayNode merges = model.putArray("merges");
        vocabulary.merges().forEach(m -> merges.add(m.left() + " " + m.right()));
        try {
            return WRITER.writeValueAsBytes(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a tree of strings and numbers always serialises
        }
    }

    static BytePairVocabulary read(byte[] json) {
        JsonNode root = parse(json);
        for (Normalization normalization : Normalization.values()) {
            if (frameOf(root).equals(frame(normalization))) {
                return new BytePairVocabulary(tokens(root), merges(root), normalization);
            }
        }
        throw new IllegalArgumentException("only a tokenizer.json that Fathom trained can be read as a byte-pair"
                + " vocabulary, but this one has other rules: use Tokenizer, which reads them all");
    }

    static JsonNode parse(byte[] json) {
        try {
            JsonNode root = JSON.readTree(json);
            if (root.isObject()) {
                return root;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "tokenizer.json must be a JSON object, but cannot be parsed: " + firstLine(e), e);
        }
        throw new IllegalArgumentException("tokenizer.json must be a JSON object, but is something else");
    }

    /** Everything but the vocabulary and the merges. */
    private static ObjectNode frame(Normalization normalization) {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        root.putArray("added_tokens");
        root.set("normalizer", normalizer(normalization));
        root.set("pre_tokenizer", preTokenizer());
        root.set("post_processor", postProcessor());
        root.set("decoder", byteLevel());
        root.set("model", model());
        return root;
    }

    private static JsonNode frameOf(JsonNode root) {
        ObjectNode copy = root.deepCopy();
        if (copy.get("model") instanceof ObjectNode model) {
            model.remove(List.of("vocab", "merges"));
        }
        return copy;
    }

    private static JsonNode normalizer(Normalization normalization) {
        return switch (normalization) {
            case NONE -> JSON.nullNode();
            case LOWER_CASE -> {
                ObjectNode sequence = JSON.createObjectNode().put("type", "Sequence");
                ArrayNode steps = sequence.putArray("normalizers");
                ObjectNode replace = steps.addObject().put("type", "Replace");
                replace.putObject("pattern").put("String", Normalization.TYPOGRAPHIC_APOSTROPHE);
                replace.put("content", Normalization.APOSTROPHE);
                steps.addObject().put("type", "NFKC");
                steps.addObject().put("type", "Lowercase");
                yield sequence;
            }
        };
    }

    private static JsonNode preTokenizer() {
        ObjectNode sequence = JSON.createObjectNode().put("type", "Sequence");
        ArrayNode steps = sequence.putArray("pretokenizers");
        steps.add(byteLevel());
        ObjectNode split = steps.addObject().put("type", "Split");
        split.putObject("pattern").put("Regex", WordSplitter.PATTERN);
        split.put("behavior", "Isolated").put("invert", false);
        return sequence;
    }

    private static ObjectNode byteLevel() {
        return JSON.createObjectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", true)
                .put("trim_offsets", false)
                .put("use_regex", false);
    }

    private static JsonNode postProcessor() {
        ObjectNode template = JSON.createObjectNode().put("type", "TemplateProcessing");
        ArrayNode single = template.putArray("single");
        part(single, "SpecialToken", BytePairVocabulary.CLS, 0);
        part(single, "Sequence", "A", 0);
        ArrayNode pair = template.putArray("pair");
        part(pair, "SpecialToken", BytePairVocabulary.CLS, 0);
        part(pair, "Sequence", "A", 0);
        part(pair, "Sequence", "B", 1);
        ObjectNode cls = template.putObject("special_tokens").putObject(BytePairVocabulary.CLS);
        cls.put("id", BytePairVocabulary.CLS);
        cls.putArray("ids").add(BytePairVocabulary.CLS_ID);
        cls.putArray("tokens").add(BytePairVocabulary.CLS);
        return template;
    }

    private static void part(ArrayNode template, String kind, String id, int typeId) {
        template.addObject().putObject(kind).put("id", id).put("type_id", typeId);
    }

    private static JsonNode model() {
        ObjectNode model = JSON.createObjectNode().put("type", "BPE");
        List.of("dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix")
                .forEach(model::putNull);
        List.of("fuse_unk", "byte_fallback", "ignore_merges").forEach(name -> model.put(name, false));
        return model;
    }

    private static List<String> tokens(JsonNode root) {
        JsonNode vocab = root.path("model").path("vocab");
        List<String> tokens = new ArrayList<>(Collections.nCopies(vocab.size(), ""));
        for (Map.Entry<String, JsonNode> entry : vocab.properties()) {
            int id = entry.getValue().asInt(-1);
            if (id < 0 || id >= tokens.size() || !tokens.get(id).isEmpty()) {
                throw new IllegalArgumentException("token ids must run from 0 to " + (tokens.size() - 1)
                        + " without a gap, but '" + entry.getKey() + "' has the id " + entry.getValue());
            }
            tokens.set(id, entry.getKey());
        }
        return tokens;
    }

    private static List<Merge> merges(JsonNode root) {
        List<Merge> merges = new ArrayList<>();
        for (JsonNode merge : root.path("model").path("merges")) {
            String[] parts = merge.asText().split(" ", -1);
            if (parts.length != 2) {
                throw new IllegalArgumentException("a merge must name two tokens, but was '" + merge.asText() + "'");
            }
            merges.add(new Merge(parts[0], parts[1]));
        }
        return merges;
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
