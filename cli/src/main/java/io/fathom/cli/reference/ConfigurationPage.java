package io.fathom.cli.reference;

import io.fathom.cli.markdown.Markdown;
import io.fathom.job.config.OptionDescription;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Every option of the job, by the part of the job that it belongs to. */
final class ConfigurationPage {
    private static final String GENERAL = "general";

    private ConfigurationPage() {}

    static String text() {
        Markdown page = new Markdown()
                .heading(1, "Configuration")
                .paragraph(ReferencePages.ORIGIN)
                .paragraph(
                        "Options of `fathom run --config FILE` and of the job on a cluster. A file is YAML, nested or with"
                                + " dots, as Flink's own. Keys that do not begin with `fathom.` are Flink's and are passed on;"
                                + " unknown keys that do are refused, and all mistakes are reported at once. Durations are"
                                + " written `10 s`, `2 min`, `500 ms`; sizes `16 mb`, `1 gb`.");
        sections().forEach((section, options) -> {
            page.heading(2, section);
            page.table(
                    List.of("option", "values", "default", "meaning"),
                    options.stream().map(ConfigurationPage::row).toList());
        });
        return page.toString();
    }

    private static Map<String, List<OptionDescription>> sections() {
        return OptionDescription.all().stream()
                .collect(Collectors.groupingBy(ConfigurationPage::section, TreeMap::new, Collectors.toList()));
    }

    /** {@code fathom.engine.device} belongs to {@code engine}; {@code fathom.bundle} stands alone. */
    private static String section(OptionDescription option) {
        String[] parts = option.key().split("\\.", -1);
        return parts.length > 2 ? parts[1] : GENERAL;
    }

    private static List<String> row(OptionDescription option) {
        String standard = option.standard();
        return List.of(
                "`" + option.key() + "`",
                option.values(),
                standard.isEmpty() ? "" : "`" + standard + "`",
                option.text());
    }
}
