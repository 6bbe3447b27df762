package io.fathom.cli.markdown;

import java.util.List;
import java.util.stream.Collectors;

/** Builds a page from the top down. */
public final class Markdown {
    private final StringBuilder text = new StringBuilder();

    public Markdown heading(int level, String heading) {
        return paragraph("#".repeat(level) + " " + heading);
    }

    public Markdown paragraph(String paragraph) {
        text.append(text.isEmpty() ? "" : "\n").append(paragraph).append('\n');
        return this;
    }

    public Markdown bullets(List<String> items) {
        return items.isEmpty()
                ? this
                : paragraph(items.stream().map(i -> "- " + i).collect(Collectors.joining("\n")));
    }

    public Markdown code(String... lines) {
        return paragraph("```\n" + String.join("\n", lines) + "\n```");
    }

    public Markdown table(List<String> header, List<List<String>> rows) {
        StringBuilder table = new StringBuilder(row(header));
        table.append('\n').append("|---".repeat(header.size())).append('|');
        rows.forEach(r -> table.append('\n').append(row(r)));
        return paragraph(table.toString());
    }

    private static String row(List<String> cells) {
        return cells.stream().map(c -> c.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |"));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
