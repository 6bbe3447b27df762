package io.fathom.model.text;

import java.nio.charset.StandardCharsets;

/**
 * GPT-2's printable letters for the 256 bytes, the alphabet of every byte-level vocabulary: bytes that print stand for
 * themselves, the others for U+0100 and on in the order of their value (the space becomes {@code Ġ}).
 */
final class ByteAlphabet {
    static final int SIZE = 256;

    /** The letter with the highest value. */
    static final char LAST = 0x143;

    private static final char[] LETTERS = letters();

    private ByteAlphabet() {}

    static char letter(int unsignedByte) {
        return LETTERS[unsignedByte];
    }

    /** The UTF-8 bytes of a well-formed text, each as its letter. */
    static String spell(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        char[] spelled = new char[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            spelled[i] = LETTERS[Byte.toUnsignedInt(bytes[i])];
        }
        return new String(spelled);
    }

    private static char[] letters() {
        char[] letters = new char[SIZE];
        char next = SIZE;
        for (int b = 0; b < SIZE; b++) {
            boolean prints = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            letters[b] = prints ? (char) b : next++;
        }
        return letters;
    }
}
