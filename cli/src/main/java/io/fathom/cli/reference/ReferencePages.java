package io.fathom.cli.reference;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/** The pages of {@code docs/reference} by file name. A test holds the files to them; {@code fathom reference} writes them. */
final class ReferencePages {
    static final String ORIGIN =
            "Written by `./fathom reference` from what the code says of itself; a test fails when this page is another.";

    private ReferencePages() {}

    /** @param root the {@code fathom} command */
    static Map<String, String> all(CommandLine root) {
        return new TreeMap<>(Map.of(
                "commands.md", CommandsPage.text(root),
                "configuration.md", ConfigurationPage.text(),
                "metrics.md", MetricsPage.text()));
    }
}
