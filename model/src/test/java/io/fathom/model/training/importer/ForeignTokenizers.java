package io.fathom.model.training.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small tokenizers of the three kinds that encoders come with, each with padding and truncation switched on in its file. */
@SuppressWarnings("ImmutableEnumChecker") // lists that nobody changes
public enum ForeignTokenizers {
    /** BERT: {@code [CLS] … [SEP]}. */
    WORD_PIECE(
            List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"),
            List.of("the", "par", "##cel", "is", "late", "##r", "where", "my", "?", "a", "##b")),
    /** RoBERTa: pairs of bytes, {@code <s> … </s>}. */
    BYTE_PAIRS(
            List.of("<s>", "<pad>", "</s>", "<unk>", "<mask>"),
            List.of("t", "h", "e", "l", "a", "r", "Ġ", "Ġt", "Ġth", "Ġthe", "Ġl", "Ġla")),
    /** XLM-R: pieces with a probability, {@code <s> … </s>}. */
    UNIGRAM(
            List.of("<s>", "<pad>", "</s>", "<unk>", "<mask>"),
            List.of("▁the", "▁par", "cel", "▁", "l", "a", "t", "e", "r", "▁late"));

    private final List<String> specials;
    private final List<String> pieces;

    ForeignTokenizers(List<String> specials, List<String> pieces) {
        this.specials = specials;
        this.pieces = pieces;
    }

    public int size() {
        return specials.size() + pieces.size();
    }

    /** Id of the token in front. */
    public int first() {
        return this == WORD_PIECE ? 2 : 0;
    }

    /** Id of the token at the end. */
    public int last() {
        return this == WORD_PIECE ? 3 : 2;
    }

    /** The contents of a {@code tokenizer.json}. */
    public String json() {
        String added = IntStream.range(0, specials.size())
                .mapToObj(i ->
                        """
                        {"id": %d, "content": "%s", "single_word": false, "lstrip": false, "rstrip": false,
                         "normalized": false, "special": true}"""
                                .formatted(i, specials.get(i)))
                .collect(Collectors.joining(","));
        String first = specials.get(first());
        String last = specials.get(last());
        return """
                {"version": "1.0",
                 "truncation": {"direction": "Right", "max_length": 5, "strategy": "LongestFirst", "stride": 0},
                 "padding": {"strategy": {"Fixed": 9}, "direction": "Right", "pad_to_multiple_of": null, "pad_id": 1,
                   "pad_type_id": 0, "pad_token": "%s"},
                 "added_tokens": [%s],
                 %s,
                 "post_processor": {"type": "TemplateProcessing",
                   "single": [{"SpecialToken": {"id": "%s", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                     {"SpecialToken": {"id": "%s", "type_id": 0}}],
                   "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
                   "special_tokens": {
                     "%s": {"id": "%s", "ids": [%d], "tokens": ["%s"]},
                     "%s": {"id": "%s", "ids": [%d], "tokens": ["%s"]}}},
                 "decoder": null,
                 "model": %s}
                """
                .formatted(
                        specials.get(0),
                        added,
                        rules(),
                        first,
                        last,
                        first,
                        first,
                        first(),
                        first,
                        last,
                        last,
                        last(),
                        last,
                        model());
    }

    private String rules() {
        return switch (this) {
            case WORD_PIECE ->
                """
                    "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                      "strip_accents": null, "lowercase": true},
                    "pre_tokenizer": {"type": "BertPreTokenizer"}""";
            case BYTE_PAIRS ->
                """
                    "normalizer": null,
                    "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true,
                      "use_regex": true}""";
            case UNIGRAM ->
                """
                    "normalizer": null,
                    "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always",
                      "split": true}""";
        };
    }

    private String model() {
        List<String> all = new ArrayList<>(specials);
        all.addAll(pieces);
        String vocab = IntStream.range(0, all.size())
                .mapToObj(i -> this == UNIGRAM
                        ? "[\"%s\", %s]".formatted(all.get(i), i < specials.size() ? "0.0" : "-" + i + ".0")
                        : "\"%s\": %d".formatted(all.get(i), i))
                .collect(Collectors.joining(","));
        return switch (this) {
            case WORD_PIECE ->
                """
                    {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                     "max_input_chars_per_word": 100, "vocab": {%s}}"""
                        .formatted(vocab);
            case BYTE_PAIRS ->
                """
                    {"type": "BPE", "dropout": null, "unk_token": "<unk>", "continuing_subword_prefix": "",
                     "end_of_word_suffix": "", "fuse_unk": false, "byte_fallback": false, "vocab": {%s},
                     "merges": ["Ġ t", "Ġt h", "Ġth e", "Ġ l", "Ġl a"]}"""
                        .formatted(vocab);
            case UNIGRAM ->
                """
                    {"type": "Unigram", "unk_id": 3, "byte_fallback": false, "vocab": [%s]}"""
                        .formatted(vocab);
        };
    }
}
