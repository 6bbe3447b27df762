package io.fathom.job.io.wire;

/**
 * Strings that UTF-8 can hold. JSON can escape half of a surrogate pair, which has no UTF-8 form: Jackson reads it and then
 * refuses to write it, so one such event would stop the job at its output.
 */
final class WellFormed {
    private static final char REPLACEMENT = '\uFFFD';

    private WellFormed() {}

    /** The text, with each unpaired surrogate replaced as a UTF-8 decoder would. */
    static String text(String text) {
        int at = firstUnpaired(text, 0);
        if (at < 0) {
            return text;
        }
        StringBuilder repaired = new StringBuilder(text);
        for (; at >= 0; at = firstUnpaired(text, at + 1)) {
            repaired.setCharAt(at, REPLACEMENT);
        }
        return repaired.toString();
    }

    private static int firstUnpaired(String text, int from) {
        // A pair reads as one code point beyond the surrogates; what still reads as a surrogate has no partner.
        for (int i = from; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int codePoint = text.codePointAt(i);
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                return i;
            }
        }
        return -1;
    }
}
