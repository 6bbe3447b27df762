package io.fathom.job.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;

/** Refuses keys that look like ours and are not: a mistyped key would otherwise be silently without effect. */
final class UnknownKeys {
    private static final List<String> MAP_PREFIXES =
            List.of(FathomOptions.KAFKA_PROPERTIES.key() + ".", BudgetOptions.BUDGET_TENANT_SHARES.key() + ".");

    private UnknownKeys() {}

    /** One sentence for each unknown key, with the nearest known one. */
    static List<String> mistakes(Set<String> given) {
        List<String> known = FathomOptions.all().stream().map(ConfigOption::key).toList();
        return given.stream()
                .filter(key -> key.startsWith(FathomOptions.PREFIX))
                .filter(key -> !known.contains(key) && MAP_PREFIXES.stream().noneMatch(key::startsWith))
                .sorted()
                .map(key -> key + " is not an option of Fathom, did you mean " + nearest(key, known) + "?")
                .toList();
    }

    private static String nearest(String key, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String k) -> distance(key, k)).thenComparing(k -> k))
                .orElseThrow();
    }

    /** Levenshtein distance, two rows at a time. */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substitution, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
