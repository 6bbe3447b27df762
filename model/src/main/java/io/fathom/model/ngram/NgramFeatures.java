package io.fathom.model.ngram;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/**
 * The n-grams of a text, as 32-bit hashes: words and pairs of words, and 2 to 5 characters in a row with the spaces around
 * words. Of a text in compatibility form (NFKC) and lower case, so that what looks alike is alike.
 */
public final class NgramFeatures {
    /** What is behind is not read: it bounds the work for a text of any length. */
    public static final int MOST_CHARACTERS = 4096;

    private static final int SHORTEST = 2;
    private static final int LONGEST = 5;
    private static final int WORD = 0x51ED270B;
    private static final int PAIR = 0x2545F491;
    private static final int CHARACTERS = 0x6C8E9CF5;

    private NgramFeatures() {}

    /** Hashes of the distinct n-grams, ascending; never none, since the spaces around an empty text are one. */
    public static int[] of(String text) {
        char[] characters = normal(text);
        int length = characters.length;
        int[] hashes = new int[2 * length + (LONGEST - SHORTEST + 1) * length];
        int found = characterGrams(characters, hashes, 0);
        found = wordGrams(characters, hashes, found);
        Arrays.sort(hashes, 0, found);
        int distinct = 0;
        for (int i = 0; i < found; i++) {
            if (i == 0 || hashes[i] != hashes[i - 1]) {
                hashes[distinct++] = hashes[i];
            }
        }
        return Arrays.copyOf(hashes, distinct);
    }

    /** The text as it is read, one space before and behind it and between its words. */
    private static char[] normal(String text) {
        String start = text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text;
        String plain = isAscii(start) ? start : Normalizer.normalize(start, Normalizer.Form.NFKC);
        String lower = plain.toLowerCase(Locale.ROOT);
        char[] spaced = new char[lower.length() + 2];
        int at = 0;
        spaced[at++] = ' ';
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            boolean space = Character.isWhitespace(c) || Character.isISOControl(c);
            if (!space) {
                spaced[at++] = c;
            } else if (spaced[at - 1] != ' ') {
                spaced[at++] = ' ';
            }
        }
        if (spaced[at - 1] != ' ' || at == 1) {
            spaced[at++] = ' ';
        }
        return Arrays.copyOf(spaced, at);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static int characterGrams(char[] characters, int[] hashes, int from) {
        int found = from;
        for (int start = 0; start < characters.length; start++) {
            int hash = CHARACTERS;
            int end = Math.min(characters.length, start + LONGEST);
            for (int i = start; i < end; i++) {
                hash = next(hash, characters[i]);
                if (i - start + 1 >= SHORTEST) {
                    hashes[found++] = mixed(hash);
                }
            }
        }
        return found;
    }

    private static int wordGrams(char[] characters, int[] hashes, int from) {
        int found = from;
        int word = WORD;
        int before = 0;
        boolean first = true;
        for (int i = 1; i < characters.length; i++) {
            if (characters[i] != ' ') {
                word = next(word, characters[i]);
                continue;
            }
            hashes[found++] = mixed(word);
            if (!first) {
                hashes[found++] = mixed(PAIR ^ (before * 31 + word));
            }
            first = false;
            before = word;
            word = WORD;
        }
        return found;
    }

    private static int next(int hash, char c) {
        return (hash ^ c) * 0x01000193 + 0x9E3779B9; // a multiplication spreads upwards only; mixed() does the rest
    }

    private static int mixed(int hash) {
        int h = hash;
        h ^= h >>> 16;
        h *= 0x85EBCA6B;
        h ^= h >>> 13;
        h *= 0xC2B2AE35;
        return h ^ (h >>> 16);
    }
}
