package io.fathom.model.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Turns texts into token ids by any Hugging Face {@code tokenizer.json}. Safe for use by many threads.
 *
 * <p>Special tokens are those that the file's own post-processor adds, in front and at the end. The library's truncation
 * and padding are switched off: a text that is too long is cut here, where it can be said so.
 *
 * <p>Texts come from anyone, and the native library takes a Java string apart byte by byte. So unpaired surrogates are
 * replaced first (they would turn every emoji of the same text into garbage), and the end of an enormous text, which
 * cannot matter, never gets there.
 */
public final class Tokenizer implements AutoCloseable {
    /** Normalisation joins at most four chars into one letter (NFKC's longest composition). */
    private static final int CHARS_PER_LETTER = 4;

    private static final int LEAST_TOKEN_LETTERS = 16;

    private final HuggingFaceTokenizer library;
    private final TokenizerVocabulary vocabulary;
    private final int charsPerToken;
    private final int leadingSpecials;
    private final int trailingSpecials;

    /** Encoding holds it for reading, closing for writing: a handle freed under a running call would end the process. */
    private final ReadWriteLock handleLock = new ReentrantReadWriteLock();

    private boolean closed;

    private Tokenizer(HuggingFaceTokenizer library, TokenizerVocabulary vocabulary) {
        this.library = library;
        this.vocabulary = vocabulary;
        this.charsPerToken = CHARS_PER_LETTER * Math.max(LEAST_TOKEN_LETTERS, vocabulary.longestToken());
        int specials = library.encode("").getIds().length;
        if (specials == 0) {
            throw new IllegalArgumentException("a tokenizer must give at least one token for the empty text, but this"
                    + " one adds no special token: give its tokenizer.json a post_processor that adds one");
        }
        long[] isSpecial = library.encode("a").getSpecialTokenMask();
        int leading = 0;
        while (leading < Math.min(specials, isSpecial.length) && isSpecial[leading] == 1) {
            leading++;
        }
        leadingSpecials = leading;
        trailingSpecials = specials - leading;
    }

    /** Loads a {@code tokenizer.json}; as {@link #of}. */
    public static Tokenizer load(Path file) throws IOException {
        return of(Files.readAllBytes(file));
    }

    /**
     * Loads the contents of a {@code tokenizer.json}.
     *
     * @throws IllegalArgumentException if they are not a tokenizer, or one that adds no special token
     */
    public static Tokenizer of(byte[] json) {
        TokenizerVocabulary vocabulary = TokenizerVocabulary.of(json);
        HuggingFaceTokenizer library = open(json);
        try {
            return new Tokenizer(library, vocabulary);
        } catch (RuntimeException e) {
            library.close();
            throw e;
        }
    }

    private static HuggingFaceTokenizer open(byte[] json) {
        TokenizerNatives.prepare();
        try {
            return HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(json),
                    Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "true"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "tokenizer.json must be a Hugging Face tokenizer, but the library refuses it: " + e.getMessage(),
                    e);
        }
    }

    public TokenizerVocabulary vocabulary() {
        return vocabulary;
    }

    /**
     * The ids of a text, special tokens included. Of a text with more than {@code maxTokens} the first ids are kept, and
     * the special tokens at the end where the tokenizer adds some.
     *
     * @param text any string, the empty one and those with unpaired surrogates included
     * @throws IllegalStateException if the tokenizer is closed
     */
    public TokenizedText encode(String text, int maxTokens) {
        return encode(text, maxTokens, false);
    }

    /** As {@link #encode(String, int)}, and where each token ends in the text. */
    public TokenizedText encodeWithEnds(String text, int maxTokens) {
        return encode(text, maxTokens, true);
    }

    private TokenizedText encode(String text, int maxTokens, boolean withEnds) {
        if (maxTokens < leadingSpecials + trailingSpecials) {
            throw new IllegalArgumentException("maxTokens must be at least " + (leadingSpecials + trailingSpecials)
                    + " (special tokens of the tokenizer), but was " + maxTokens);
        }
        String read = WellFormedText.of(WellFormedText.cut(text, mostChars(maxTokens)));
        Encoding all = libraryEncoding(read, withEnds);
        int[] ids = new int[Math.min(all.ids.length, maxTokens)];
        int[] ends = new int[withEnds ? ids.length : 0];
        int head = all.ids.length > maxTokens ? maxTokens - trailingSpecials : ids.length;
        CharPlaces places = new CharPlaces(read);
        for (int i = 0; i < ids.length; i++) {
            int from = i < head ? i : all.ids.length - ids.length + i;
            ids[i] = Math.toIntExact(all.ids[from]);
            if (withEnds) {
                ends[i] = all.spans[from] == null ? 0 : places.ofCodePoint(all.spans[from].getEnd());
            }
        }
        return new TokenizedText(ids, all.ids.length > maxTokens || read.length() < text.length(), ends);
    }

    /** @param spans code points that each token covers, null for special tokens; empty where nobody asked */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    private record Encoding(long[] ids, @Nullable CharSpan[] spans) {}

    /**
     * How much of a text can matter: as many chars as {@code maxTokens} of the longest token cover, and one more word,
     * since a word that is cut is tokenized differently. So the ids kept are those of the whole text, and a text that is
     * longer has more than {@code maxTokens} tokens anyway. (Exact for byte-level tokenizers such as ours; one that drops
     * characters, white space for example, may lose some text behind a very long run of them, and still says truncated.)
     */
    private int mostChars(int maxTokens) {
        long chars = (long) maxTokens * charsPerToken + CHARS_PER_LETTER * (WordSplitter.LONGEST_WORD + 1L);
        return (int) Math.min(chars, Integer.MAX_VALUE);
    }

    /** Calls the library below its own wrapper, which also fetches strings and masks that nobody reads. */
    private Encoding libraryEncoding(String text, boolean withSpans) {
        handleLock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the tokenizer is closed");
            }
            long encoding = TokenizersLibrary.LIB.encode(library.getHandle(), text, true);
            try {
                return new Encoding(
                        TokenizersLibrary.LIB.getTokenIds(encoding),
                        withSpans ? TokenizersLibrary.LIB.getTokenCharSpans(encoding) : new CharSpan[0]);
            } finally {
                TokenizersLibrary.LIB.deleteEncoding(encoding);
            }
        } finally {
            handleLock.readLock().unlock();
        }
    }

    /** Waits for running calls and releases the native memory. Idempotent. */
    @Override
    public void close() {
        handleLock.writeLock().lock();
        try {
            closed = true;
            library.close();
        } finally {
            handleLock.writeLock().unlock();
        }
    }
}
