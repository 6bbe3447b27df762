package io.fathom.model.text;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Encodes texts for training with BPE-dropout (Provilkov et al. 2020, algorithm 1): at each step every possible merge is
 * left out with probability p, and the first of the others is done; a word is finished when none is left. So the network
 * sees a word in many splits and learns what its parts mean. With p = 0 this gives exactly the ids that {@link Tokenizer}
 * gives for the same {@code tokenizer.json}, which is what serving uses.
 *
 * <p>The words of a text and the plain encoding of a word are remembered, up to a bound, because training reads the same
 * texts in every epoch. Safe for use by many threads if each has its own random generator.
 */
public final class BytePairEncoder {
    private static final int REMEMBERED_TEXTS = 1 << 17;
    private static final int REMEMBERED_WORDS = 1 << 17;
    private static final int REMEMBERED_TEXT_CHARS = 512;

    /** Without dropout nothing is drawn. */
    private static final RandomGenerator UNUSED = () -> 0;

    private final Normalization normalization;
    private final MergeRanks merges;
    private final int[] letterIds = new int[ByteAlphabet.LAST + 1];
    private final Map<String, List<Word>> texts = new ConcurrentHashMap<>();
    private final Map<String, Word> words = new ConcurrentHashMap<>();

    public BytePairEncoder(BytePairVocabulary vocabulary) {
        normalization = vocabulary.normalization();
        merges = new MergeRanks(vocabulary);
        for (int b = 0; b < ByteAlphabet.SIZE; b++) {
            int id = vocabulary.tokens().indexOf(String.valueOf(ByteAlphabet.letter(b)));
            if (id < 0) {
                throw new IllegalArgumentException(
                        "a byte-level vocabulary must hold all 256 bytes, but byte " + b + " is missing");
            }
            letterIds[ByteAlphabet.letter(b)] = id;
        }
    }

    /** Reads the vocabulary out of a {@code tokenizer.json} that {@link BytePairTrainer} made. */
    public static BytePairEncoder of(byte[] tokenizerJson) {
        return new BytePairEncoder(BytePairVocabulary.fromTokenizerJson(tokenizerJson));
    }

    /** The ids of a text as serving sees it, {@code <cls>} first; never truncated. */
    public int[] encode(String text) {
        return join(words(text).stream().map(this::plain).toList());
    }

    /**
     * The ids of a text in one of its many splits, {@code <cls>} first; never truncated.
     *
     * @param dropout probability p with which a merge is left out, 0 (serving's split) to 1 (bytes)
     * @param random decides; the same state gives the same split
     */
    public int[] encode(String text, double dropout, RandomGenerator random) {
        if (!(dropout >= 0 && dropout <= 1)) {
            throw new IllegalArgumentException("dropout must be between 0 and 1, but was " + dropout);
        }
        if (dropout == 0) {
            return encode(text);
        }
        return join(words(text).stream()
                .map(word -> merge(word.letters, dropout, random))
                .toList());
    }

    private List<Word> words(String text) {
        List<Word> known = texts.get(text);
        if (known != null) {
            return known;
        }
        List<Word> split = WordSplitter.split(normalization.apply(WellFormedText.of(text))).stream()
                .map(this::word)
                .toList();
        if (text.length() <= REMEMBERED_TEXT_CHARS && texts.size() < REMEMBERED_TEXTS) {
            texts.put(text, split);
        }
        return split;
    }

    private Word word(String spelled) {
        Word known = words.get(spelled);
        if (known != null) {
            return known;
        }
        Word word = new Word(spelled.chars().map(letter -> letterIds[letter]).toArray());
        if (words.size() < REMEMBERED_WORDS) {
            words.put(spelled, word);
        }
        return word;
    }

    private int[] plain(Word word) {
        int[] ids = word.plain;
        if (ids.length == 0) {
            ids = merge(word.letters, 0, UNUSED);
            word.plain = ids;
        }
        return ids;
    }

    /** Quadratic in the length of the word, which {@link WordSplitter} bounds. */
    private int[] merge(int[] letters, double dropout, RandomGenerator random) {
        int[] ids = letters.clone();
        int length = ids.length;
        while (length > 1) {
            int best = MergeRanks.NONE;
            int at = 0;
            for (int i = 0; i + 1 < length; i++) {
                int rank = merges.rank(ids[i], ids[i + 1]);
                if (rank != MergeRanks.NONE
                        && (best == MergeRanks.NONE || rank < best)
                        && (dropout == 0 || random.nextDouble() >= dropout)) {
                    best = rank;
                    at = i;
                }
            }
            if (best == MergeRanks.NONE) {
                break;
            }
            ids[at] = merges.result(best);
            System.arraycopy(ids, at + 2, ids, at + 1, length - at - 2);
            length--;
        }
        return Arrays.copyOf(ids, length);
    }

    private static int[] join(List<int[]> parts) {
        int length = 1 + parts.stream().mapToInt(p -> p.length).sum();
        int[] ids = new int[length];
        ids[0] = BytePairVocabulary.CLS_ID;
        int at = 1;
        for (int[] part : parts) {
            System.arraycopy(part, 0, ids, at, part.length);
            at += part.length;
        }
        return ids;
    }

    private static final class Word {
        private final int[] letters;
        private volatile int[] plain = {};

        private Word(int[] letters) {
            this.letters = letters;
        }
    }
}
