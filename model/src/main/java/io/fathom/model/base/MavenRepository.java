package io.fathom.model.base;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Local Maven repositories: the one that {@code maven.repo.local} names (as a system property, or in {@code MAVEN_ARGS} or
 * {@code MAVEN_OPTS}), the one that this program's own libraries lie in,
 * the one that the user's {@code settings.xml} names, and {@code ~/.m2/repository}. Nothing is fetched here.
 *
 * @param roots in the order of looking
 */
public record MavenRepository(List<Path> roots) {
    private static final String PROPERTY = "maven.repo.local";
    private static final Pattern OPTION = Pattern.compile("-D" + PROPERTY + "=(\\S+)");
    private static final Pattern LIBRARY =
            Pattern.compile("(.+)/(?:ai/djl/api|org/apache/flink/flink-core|org/slf4j/slf4j-api)/[^/]+/[^/]+\\.jar");
    private static final Pattern SETTING = Pattern.compile("<localRepository>\\s*([^<]+?)\\s*</localRepository>");

    public MavenRepository {
        roots = List.copyOf(roots);
    }

    /** Those of this process and its user. */
    public static MavenRepository ofThisProcess() {
        Set<Path> roots = new LinkedHashSet<>();
        String property = System.getProperty(PROPERTY, "");
        if (!property.isBlank()) {
            roots.add(Path.of(property));
        }
        for (String variable : List.of("MAVEN_ARGS", "MAVEN_OPTS")) { // what the wrapper fetches with
            Matcher option = OPTION.matcher(Objects.requireNonNullElse(System.getenv(variable), ""));
            if (option.find()) {
                roots.add(Path.of(option.group(1)));
            }
        }
        for (String entry : System.getProperty("java.class.path", "").split(Pattern.quote(File.pathSeparator), -1)) {
            Matcher library = LIBRARY.matcher(entry.replace(File.separatorChar, '/'));
            if (library.matches()) {
                roots.add(Path.of(library.group(1)));
            }
        }
        Path maven = Path.of(System.getProperty("user.home", ""), ".m2");
        setting(maven.resolve("settings.xml")).ifPresent(roots::add);
        roots.add(maven.resolve("repository"));
        return new MavenRepository(new ArrayList<>(roots));
    }

    private static Optional<Path> setting(Path settings) {
        try {
            if (!Files.isRegularFile(settings)) {
                return Optional.empty();
            }
            Matcher setting = SETTING.matcher(Files.readString(settings));
            return setting.find()
                    ? Optional.of(
                            Path.of(setting.group(1).replace("${user.home}", System.getProperty("user.home", ""))))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // as if there were none; the default comes next
        }
    }

    /** Name of the jar of these coordinates, such as {@code artifact-1.0.jar}. */
    static String fileName(String coordinates) {
        String[] parts = coordinates.split(":", -1);
        return parts[parts.length - 2] + "-" + parts[parts.length - 1] + ".jar";
    }

    /** The jar of these coordinates, {@code group:artifact:version}, if a repository has it. */
    public Optional<Path> jar(String coordinates) {
        String[] parts = coordinates.split(":", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        String file = fileName(coordinates);
        return roots.stream()
                .map(root -> root.resolve(parts[0].replace('.', '/'))
                        .resolve(parts[1])
                        .resolve(parts[2])
                        .resolve(file))
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
