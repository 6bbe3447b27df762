package io.fathom.deploy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.apache.flink.configuration.ConfigOption;
import org.jspecify.annotations.Nullable;

/**
 * Every option that the Flink jars on the class path define as a constant of a class called {@code …Options}, by its key.
 * What is deprecated, or a fallback key only, is not among them: what we write should be what the next Flink reads.
 */
public final class FlinkOptions {
    private static final Pattern OPTIONS = Pattern.compile("org/apache/flink/.*Options\\.class");

    /** Keys with a part that the user chooses; Flink holds their last parts as constants, but not as options. */
    private static final List<Pattern> FAMILIES = List.of(
            Pattern.compile("metrics\\.reporter\\.[a-z]+\\.(factory\\.class|port|interval|filterLabelValueCharacters)"),
            Pattern.compile("external-resource\\.[a-z]+\\.(amount|driver-factory\\.class|kubernetes\\.config-key)"),
            Pattern.compile("external-resource\\.[a-z]+\\.param\\..+"),
            Pattern.compile("containerized\\.(master|taskmanager)\\.env\\..+"));

    private final Map<String, ConfigOption<?>> byKey = new TreeMap<>();

    private FlinkOptions() {}

    public static FlinkOptions onClassPath() {
        FlinkOptions options = new FlinkOptions();
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .forEach(options::readJar);
        return options;
    }

    /** Whether Flink reads the key, which may be one of a family such as {@code metrics.reporter.NAME.port}. */
    public boolean knows(String key) {
        return byKey.containsKey(key)
                || FAMILIES.stream().anyMatch(family -> family.matcher(key).matches());
    }

    /** The option of a key, for its type; null for one of a family. */
    public @Nullable ConfigOption<?> option(String key) {
        return byKey.get(key);
    }

    private void readJar(String path) {
        try (JarFile jar = new JarFile(path)) {
            jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> OPTIONS.matcher(name).matches())
                    .forEach(this::readClass);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readClass(String entry) {
        String name = entry.replace('/', '.').substring(0, entry.length() - ".class".length());
        try {
            for (Field field : Class.forName(name).getFields()) {
                if (field.getType() == ConfigOption.class
                        && Modifier.isStatic(field.getModifiers())
                        && !field.isAnnotationPresent(Deprecated.class)) {
                    ConfigOption<?> option = (ConfigOption<?>) field.get(null);
                    byKey.put(option.key(), option);
                }
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            // A class for a library that is not here, such as one of Hive: its options are none of ours.
        }
    }
}
