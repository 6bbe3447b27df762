package io.fathom.cli.reproduce.pages;

import io.fathom.cli.reproduce.results.RunResult;
import io.fathom.cli.reproduce.results.Runs;
import java.util.List;
import java.util.Locale;

/**
 * A published text that runs learned from, so that a reader can have the same file.
 *
 * @param name in words
 * @param contents what is in it, and how it is split
 * @param source address of the file, of a version that does not change
 * @param bytes length of the file
 * @param sha256 of the file, in hexadecimal digits
 */
record KnownText(String name, String contents, String source, long bytes, String sha256) {
    private static final List<KnownText> ALL = List.of(new KnownText(
            "Tiny-Shakespeare",
            "1,115,394 characters, 65 symbols; the last tenth validates",
            "https://raw.githubusercontent.com/karpathy/char-rnn/6f9487a6fe5b420b7ca9afb0d7c078e37c1d1b4e"
                    + "/data/tinyshakespeare/input.txt",
            1_115_394,
            "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed"));

    private static final int FINGERPRINT_DIGITS = 12;

    /** The fingerprint with the text's name, where it is known. */
    static String describe(String fingerprint) {
        return ALL.stream()
                .filter(text -> text.fingerprint().equals(fingerprint))
                .map(text -> text.name + " (`" + fingerprint + "`: " + text.contents + ")")
                .findFirst()
                .orElse("`" + fingerprint + "`");
    }

    /** A sentence for each known text that runs learned from: what {@code --data} was, and where to get it. */
    static List<String> sources(Runs runs) {
        List<String> used = runs.all().stream().map(RunResult::data).distinct().toList();
        return ALL.stream()
                .filter(text -> used.contains(text.fingerprint()))
                .map(KnownText::sentence)
                .toList();
    }

    /** As runs name their data. */
    private String fingerprint() {
        return "file-" + sha256.substring(0, FINGERPRINT_DIGITS);
    }

    private String sentence() {
        return String.format(
                Locale.ROOT,
                "The `FILE` of these runs is %s, <%s>: %,d bytes, SHA-256 `%s`.",
                name,
                source,
                bytes,
                sha256);
    }
}
