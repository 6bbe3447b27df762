package io.fathom.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * What somebody may have meant.
 *
 * <p>Rule: a word that begins as what was typed, or the nearest by edits: letters left out, added, replaced, or swapped with
 * their neighbour; one in four letters at most, but always one. A far-fetched suggestion is worse than none.
 */
final class Spelling {
    private static final int LETTERS_PER_EDIT = 4;
    private static final int SHORTEST_BEGINNING = 3;

    private Spelling() {}

    static Optional<String> nearest(String typed, Collection<String> known) {
        int most = Math.max(1, typed.length() / LETTERS_PER_EDIT);
        return known.stream()
                .filter(word -> isBeginning(typed, word) || edits(typed, word) <= most)
                .min(Comparator.comparingInt((String word) -> edits(typed, word))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static boolean isBeginning(String typed, String word) {
        return typed.replaceFirst("^-+", "").length() >= SHORTEST_BEGINNING && word.startsWith(typed);
    }

    /** Optimal string alignment distance. */
    static int edits(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
