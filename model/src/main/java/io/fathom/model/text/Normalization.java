package io.fathom.model.text;

import java.text.Normalizer;

/**
 * What happens to a text before it is cut into words. Each does in Java what {@code tokenizer.json} makes the library
 * do. The library's tables are those of Unicode 12.0, Java 17's of 13.0: they differ on 13 rare compatibility characters,
 * which is enough for training.
 */
public enum Normalization {
    /** Nothing: decoding gives back every text, byte by byte. */
    NONE {
        @Override
        public String apply(String text) {
            return text;
        }
    },
    /** The typographic apostrophe becomes {@code '}, then NFKC, then lower case, code point by code point. */
    LOWER_CASE {
        @Override
        public String apply(String text) {
            return lowerCase(
                    Normalizer.normalize(text.replace(TYPOGRAPHIC_APOSTROPHE, APOSTROPHE), Normalizer.Form.NFKC));
        }
    };

    static final String TYPOGRAPHIC_APOSTROPHE = "\u2019";
    static final String APOSTROPHE = "'";

    private static final int I_WITH_DOT = 0x130;

    /** The normalised text; well-formed if {@code text} is. */
    public abstract String apply(String text);

    /** The library lowers each code point by itself, so there is no final sigma; only İ becomes two code points. */
    private static String lowerCase(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == I_WITH_DOT) {
                lower.append("i\u0307");
            } else {
                lower.appendCodePoint(Character.toLowerCase(c));
            }
        });
        return lower.toString();
    }
}
