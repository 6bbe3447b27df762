package io.fathom.cli.evaluate;

import io.fathom.cli.CommandException;
import io.fathom.model.training.LineReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Texts for a language model, one a line. Where the file says which of them are normal, its lines are {@code label<TAB>text}:
 * if the normal label is named, or if every line has a tab and there are two labels, of which the more frequent is normal.
 *
 * @param normalLabel empty where nothing says which are normal
 * @param strange one for each text, or empty
 */
record SurpriseData(List<String> texts, String normalLabel, List<Boolean> strange) {

    static SurpriseData read(Path file, @Nullable String normalLabel) {
        List<String> lines = LineReader.read(file);
        List<String> labels = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (String line : lines) {
            int tab = line.indexOf('\t');
            if (tab >= 0) {
                labels.add(line.substring(0, tab));
                texts.add(line.substring(tab + 1));
            }
        }
        boolean labelled = labels.size() == lines.size();
        if (normalLabel != null) {
            if (!labelled || !labels.contains(normalLabel)) {
                throw CommandException.usage("--normal-label must be a label of '" + file + "', but '" + normalLabel
                        + "' is none; its lines must be label<TAB>text");
            }
            return of(texts, labels, normalLabel);
        }
        Map<String, Long> counts =
                labels.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        if (!labelled || counts.size() != 2) {
            return new SurpriseData(lines, "", List.of());
        }
        String frequent = counts.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
        return of(texts, labels, frequent);
    }

    private static SurpriseData of(List<String> texts, List<String> labels, String normal) {
        return new SurpriseData(
                texts,
                normal,
                labels.stream().map(label -> !label.equals(normal)).toList());
    }
}
