package io.fathom.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenizerTest {
    private static final int UNBOUNDED = 1 << 22;

    private final byte[] json = new BytePairTrainer(400, 2, Normalization.NONE)
            .train(RandomTexts.corpus())
            .toTokenizerJson();
    private final BytePairEncoder reference = BytePairEncoder.of(json);
    private final Tokenizer tokenizer = Tokenizer.of(json);

    @AfterAll
    void close() {
        tokenizer.close();
    }

    @BeforeAll
    void theVocabularyIsTheTrainedOne() {
        assertThat(tokenizer.vocabulary().size()).isEqualTo(400);
    }

    @Test
    void theEmptyTextIsOneToken() {
        TokenizedText empty = tokenizer.encode("", 8);
        assertThat(empty.ids()).containsExactly(BytePairVocabulary.CLS_ID);
        assertThat(empty.truncated()).isFalse();
    }

    @Test
    void decodingGivesBackEveryText() throws IOException {
        try (HuggingFaceTokenizer library = HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(json), Map.of("truncation", "false", "padding", "false"))) {
            for (long seed = 0; seed < 3000; seed++) {
                String text = RandomTexts.next(new SplittableRandom(seed), c -> true);
                int[] ids = tokenizer.encode(text, UNBOUNDED).ids();
                String decoded =
                        library.decode(Arrays.stream(ids).skip(1).asLongStream().toArray(), false);
                assertThat(decoded)
                        .as("seed %d", seed)
                        .isEqualTo(text.isEmpty() || text.startsWith(" ") ? text : " " + text);
            }
        }
    }

    /** Cut where its tokens end, a text falls into its characters: nothing is lost, doubled or cut in two. */
    @Test
    void tellsWhereEachTokenEnds() {
        for (long seed = 0; seed < 3000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String text = RandomTexts.next(random, c -> true);
            int most = random.nextBoolean() ? UNBOUNDED : 1 + random.nextInt(20);
            TokenizedText tokens = tokenizer.encodeWithEnds(text, most);
            TokenizedText without = tokenizer.encode(text, most);
            assertThat(tokens.ids()).as("seed %d", seed).containsExactly(without.ids());
            assertThat(tokens.truncated()).as("seed %d", seed).isEqualTo(without.truncated());
            int[] ends = tokens.ends();
            assertThat(ends).as("seed %d", seed).hasSameSizeAs(tokens.ids()).isSorted();
            assertThat(ends[0]).as("seed %d", seed).isZero();
            for (int end : ends) {
                assertThat(end > 0 && end < text.length() && Character.isLowSurrogate(text.charAt(end)))
                        .as("seed %d, an end within a pair", seed)
                        .isFalse();
            }
            if (!tokens.truncated()) {
                assertThat(ends[ends.length - 1]).as("seed %d", seed).isEqualTo(text.length());
            }
        }
    }

    @Test
    void aUserCannotWriteASpecialToken() {
        assertThat(tokenizer.encode("<pad><cls> <cls>", 64).ids())
                .startsWith(BytePairVocabulary.CLS_ID)
                .doesNotContain(BytePairVocabulary.PAD_ID)
                .hasSizeGreaterThan(5)
                .satisfies(ids -> assertThat(Arrays.stream(ids).filter(id -> id == BytePairVocabulary.CLS_ID))
                        .hasSize(1));
    }

    static Stream<String> oddTexts() {
        return Stream.of(
                "\u0000",
                "a\u0000b\u0000",
                "\u0001\u0002\u001b[31m\u007f\u0085",
                "\ud83d",
                "\udce6 before",
                "half \ud83d an emoji 📦 and \udce6 another",
                "\ufeff\ufffe\uffff",
                "👩‍👩‍👧‍👦🏳️‍🌈",
                "أين طلبي؟ \u202e reversed \u202c",
                "e\u0301".repeat(300),
                "\u0301".repeat(2000),
                "x".repeat(1 << 20),
                " ".repeat(1 << 20),
                "📦".repeat(1 << 19),
                "\ud83d".repeat(1 << 20),
                "many words ".repeat(100_000));
    }

    /** The ids kept are the first ones of the whole text, and the mark says whether there were more. */
    @ParameterizedTest
    @MethodSource("oddTexts")
    void oddTextsAreTokenizedLikeAnyOther(String text) {
        int[] whole = reference.encode(text);
        for (int maxTokens : new int[] {1, 2, 17, 64}) {
            TokenizedText tokenized = tokenizer.encode(text, maxTokens);
            assertThat(tokenized.ids()).isEqualTo(Arrays.copyOf(whole, Math.min(maxTokens, whole.length)));
            assertThat(tokenized.truncated()).isEqualTo(whole.length > maxTokens);
        }
    }

    @Test
    void truncationIsExactAtTheBound() {
        String text = "where is my parcel";
        int tokens = reference.encode(text).length;
        assertThat(tokenizer.encode(text, tokens).truncated()).isFalse();
        assertThat(tokenizer.encode(text, tokens - 1).truncated()).isTrue();
    }

    @Test
    void aTokenizerFromElsewhereKeepsItsLastSpecialToken() {
        try (Tokenizer bert = Tokenizer.of(bytes(WORD_PIECE))) {
            assertThat(bert.vocabulary().size()).isEqualTo(8);
            assertThat(bert.encode("", 4).ids()).containsExactly(2, 3);
            assertThat(bert.encode("hello world", 4).ids()).containsExactly(2, 4, 5, 3);
            assertThat(bert.encode("hello world", 4).truncated()).isFalse();
            assertThat(bert.encode("hello worlds", 4).ids()).containsExactly(2, 4, 5, 3);
            assertThat(bert.encode("hello worlds", 4).truncated()).isTrue();
            assertThat(bert.encode("unheard of", 4).ids()).containsExactly(2, 1, 1, 3);
            assertThatThrownBy(() -> bert.encode("hello", 1))
                    .hasMessage("maxTokens must be at least 2 (special tokens of the tokenizer), but was 1");
        }
    }

    @Test
    void theFilesOwnTruncationAndPaddingAreIgnored() {
        String padded = new String(json, StandardCharsets.UTF_8)
                .replace(
                        "\"truncation\" : null",
                        "\"truncation\":{\"direction\":\"Right\",\"max_length\":3,\"strategy\":\"LongestFirst\",\"stride\":0}")
                .replace(
                        "\"padding\" : null",
                        "\"padding\":{\"strategy\":{\"Fixed\":50},\"direction\":\"Right\",\"pad_to_multiple_of\":null,"
                                + "\"pad_id\":0,\"pad_type_id\":0,\"pad_token\":\"<pad>\"}");
        try (Tokenizer other = Tokenizer.of(bytes(padded))) {
            assertThat(other.encode("where is my parcel", 64).ids())
                    .isEqualTo(tokenizer.encode("where is my parcel", 64).ids());
        }
    }

    @Test
    void refusesWhatIsNoTokenizer() {
        assertThatThrownBy(() -> Tokenizer.of(bytes("nonsense")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("tokenizer.json must be a JSON object, but cannot be parsed");
        assertThatThrownBy(() -> Tokenizer.of(bytes("[]")))
                .hasMessage("tokenizer.json must be a JSON object, but is something else");
        assertThatThrownBy(() -> Tokenizer.of(bytes("{}"))).hasMessageContaining("must hold a vocabulary");
        assertThatThrownBy(() -> Tokenizer.of(bytes("{\"model\":{\"type\":\"Magic\",\"vocab\":{\"a\":0}}}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("tokenizer.json must be a Hugging Face tokenizer, but the library refuses it");
    }

    @Test
    void refusesATokenizerThatGivesNothingForTheEmptyText() {
        String bare = WORD_PIECE.replaceFirst("\"post_processor\": \\{.*\\},\n", "\"post_processor\": null,\n");
        assertThatThrownBy(() -> Tokenizer.of(bytes(bare))).hasMessageContaining("adds no special token");
    }

    @Test
    void refusesAModelWithFewerIds() {
        tokenizer.vocabulary().requireIdsBelow(400);
        assertThatThrownBy(() -> tokenizer.vocabulary().requireIdsBelow(399))
                .hasMessage(
                        "token ids must be below the model's vocabulary of 399, but the tokenizer has ids up to 399:"
                                + " use the tokenizer that the model was trained with");
    }

    @Test
    void manyThreadsShareOne() throws Exception {
        List<String> texts = RandomTexts.corpus().limit(15).toList();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> tasks = IntStream.range(0, 8)
                    .<Callable<Boolean>>mapToObj(
                            i -> () -> IntStream.range(0, 500).allMatch(n -> {
                                String text = texts.get(n % texts.size());
                                return Arrays.equals(
                                        tokenizer.encode(text, UNBOUNDED).ids(), reference.encode(text));
                            }))
                    .toList();
            for (Future<Boolean> same : pool.invokeAll(tasks)) {
                assertThat(same.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void closingWhileOthersEncodeIsSafe() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        Tokenizer shortLived = Tokenizer.of(json);
        try {
            CountDownLatch underWay = new CountDownLatch(30);
            List<Future<?>> threads = IntStream.range(0, 3)
                    .<Future<?>>mapToObj(i -> pool.submit(() -> {
                        while (true) {
                            shortLived.encode("where is my parcel", 64);
                            underWay.countDown();
                        }
                    }))
                    .toList();
            underWay.await();
            shortLived.close();
            shortLived.close();
            for (Future<?> thread : threads) {
                assertThatThrownBy(thread::get).hasRootCauseMessage("the tokenizer is closed");
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final String WORD_PIECE =
            """
            {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
            "normalizer": null, "pre_tokenizer": {"type": "Whitespace"},
            "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
            "decoder": null,
            "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
             "max_input_chars_per_word": 100, "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3,
             "hello": 4, "world": 5, "##s": 6, "##x": 7}}}
            """;
}
