package io.fathom.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The templates of {@link CustomerRequests} and the values of their slots; resources beside this class. */
final class Phrasebook {

    /** How a request is said. */
    enum Kind {
        EASY,
        HARD,
        OOS
    }

    /** A sentence with slots in braces, and the label that it deserves. */
    record Template(Kind kind, String label, String text) {}

    private final Map<Kind, List<Template>> templates;
    private final Map<String, List<String>> slots;

    private Phrasebook(Map<Kind, List<Template>> templates, Map<String, List<String>> slots) {
        this.templates = templates;
        this.slots = slots;
    }

    static Phrasebook load() {
        Map<Kind, List<Template>> templates = rows("requests.tsv")
                .map(row -> new Template(Kind.valueOf(row[0].toUpperCase(Locale.ROOT)), row[1], row[2]))
                .collect(Collectors.groupingBy(Template::kind, () -> new EnumMap<>(Kind.class), Collectors.toList()));
        Map<String, List<String>> slots =
                rows("slots.tsv").collect(Collectors.toMap(row -> row[0], row -> List.of(row[1].split("\\|"))));
        return new Phrasebook(templates, slots);
    }

    private static Stream<String[]> rows(String resource) {
        try (InputStream in = Objects.requireNonNull(Phrasebook.class.getResourceAsStream(resource), resource)) {
            String content = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return content.lines().filter(line -> !line.startsWith("#")).map(line -> line.split("\t"));
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + resource + " cannot be read", e);
        }
    }

    Template pick(Kind kind, SplittableRandom random) {
        return any(Objects.requireNonNull(templates.get(kind), "no templates"), random);
    }

    String value(String slot, SplittableRandom random) {
        return any(Objects.requireNonNull(slots.get(slot), () -> "slot '" + slot + "' has no values"), random);
    }

    private static <T> T any(List<T> choices, SplittableRandom random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
