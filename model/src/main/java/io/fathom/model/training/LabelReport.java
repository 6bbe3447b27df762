package io.fathom.model.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a person should know about labelled texts before trusting a model of them: told, and no reason to stop. */
public final class LabelReport {
    private static final double IMBALANCE = 20;
    private static final int NAMED = 3;

    private LabelReport() {}

    /** One sentence for each thing; none if there is nothing to tell. */
    public static List<String> of(List<LabelledText> records) {
        Map<String, Long> counts = records.stream()
                .collect(Collectors.groupingBy(LabelledText::label, TreeMap::new, Collectors.counting()));
        List<String> sentences = new ArrayList<>();
        List<String> single = counts.entrySet().stream()
                .filter(count -> count.getValue() == 1)
                .map(Map.Entry::getKey)
                .toList();
        if (!single.isEmpty()) {
            sentences.add(single.size() + " of " + counts.size() + " labels have one text only (" + named(single)
                    + "): nothing can be learnt of them but that text");
        }
        long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
        long fewest = counts.values().stream().mapToLong(Long::longValue).min().orElse(0);
        if (fewest > 0 && most > IMBALANCE * fewest) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "labels are uneven: the largest has %,d texts, the smallest %,d; accuracy speaks of the large ones",
                    most,
                    fewest));
        }
        Map<String, Set<String>> labelsOf = new HashMap<>();
        records.forEach(record ->
                labelsOf.computeIfAbsent(record.text(), text -> new HashSet<>()).add(record.label()));
        List<String> conflicting = labelsOf.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (!conflicting.isEmpty()) {
            sentences.add(conflicting.size() + " texts stand there with different labels (" + named(conflicting)
                    + "): at most one of them can be right");
        }
        return sentences;
    }

    private static String named(List<String> all) {
        return all.stream().limit(NAMED).map(s -> "'" + s + "'").collect(Collectors.joining(", "))
                + (all.size() > NAMED ? ", …" : "");
    }
}
