package io.fathom.model.text;

/** Makes a Java string safe for native code, where unpaired surrogates have no encoding. */
final class WellFormedText {
    private static final char REPLACEMENT = '\uFFFD';

    private WellFormedText() {}

    /** The text with every unpaired surrogate replaced by U+FFFD; the same object where there is none. */
    static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUnpaired(text, i)) {
                return replaced(text, i);
            }
        }
        return text;
    }

    /** At most the first {@code maxChars} chars, never half of a surrogate pair. */
    static String cut(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        boolean splitsPair =
                maxChars > 0 && Character.isSurrogatePair(text.charAt(maxChars - 1), text.charAt(maxChars));
        return text.substring(0, splitsPair ? maxChars - 1 : maxChars);
    }

    private static String replaced(String text, int from) {
        StringBuilder whole = new StringBuilder(text);
        for (int i = from; i < whole.length(); i++) {
            if (isUnpaired(whole, i)) {
                whole.setCharAt(i, REPLACEMENT);
            }
        }
        return whole.toString();
    }

    private static boolean isUnpaired(CharSequence text, int i) {
        char c = text.charAt(i);
        if (!Character.isSurrogate(c)) {
            return false;
        }
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }
}
