package io.fathom.model.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text into the words that merges never cross.
 *
 * <p>The text is first spelled in the {@link ByteAlphabet}, with a space in front so that a word at the start looks like
 * one in the middle, and only then cut. So the pattern speaks about 256 letters and not about Unicode: the library (Rust,
 * Oniguruma) and Java (another version of Unicode) cannot disagree, and every byte above 127 counts as part of a word.
 *
 * <p>The cut is GPT-2's: contractions, then words, numbers and punctuation with at most one space in front, then white
 * space. Two differences: numbers have at most three digits, and no word is longer than {@value #LONGEST_WORD} letters
 * and its space, so the work on a text without spaces stays linear.
 */
final class WordSplitter {
    static final int LONGEST_WORD = 64;

    private static final String WORD = "A-Za-z" // bytes below 128 that are letters
            + range(0xA1, 0xAC) + range(0xAE, 0xFF) // bytes above 127 that stand for themselves
            + range(letter(0x80), letter(0xAD)); // and those that do not
    private static final String DIGIT = "0-9";
    private static final String SPACE = letter(' ') + range(letter('\t'), letter('\r'));

    /** Over the byte alphabet; the same text stands in {@code tokenizer.json}. */
    static final String PATTERN = String.join(
            "|",
            "'(?:[sdmtSDMT]|ll|LL|re|RE|ve|VE)(?![" + WORD + "])",
            letter(' ') + "?[" + WORD + "]{1," + LONGEST_WORD + "}",
            letter(' ') + "?[" + DIGIT + "]{1,3}",
            letter(' ') + "?[^" + WORD + DIGIT + SPACE + "]{1," + LONGEST_WORD + "}",
            "[" + SPACE + "]{1," + LONGEST_WORD + "}(?![^" + SPACE + "])",
            "[" + SPACE + "]");

    private static final Pattern COMPILED = Pattern.compile(PATTERN);

    private WordSplitter() {}

    /** The words of a well-formed, normalised text, spelled in the byte alphabet; none for the empty text. */
    static List<String> split(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        String spelled = ByteAlphabet.spell(text.startsWith(" ") ? text : " " + text);
        List<String> words = new ArrayList<>();
        Matcher matcher = COMPILED.matcher(spelled);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    private static String letter(int unsignedByte) {
        return String.valueOf(ByteAlphabet.letter(unsignedByte));
    }

    private static String range(int first, int last) {
        return (char) first + "-" + (char) last;
    }

    private static String range(String first, String last) {
        return first + "-" + last;
    }
}
