package io.fathom.job.config;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.description.HtmlFormatter;

/**
 * What the reference says of one option.
 *
 * @param key as it stands in a configuration file
 * @param values what it can be set to, such as {@code duration}, or the values of an enumeration
 * @param standard its default as a user would write it; empty for none
 * @param text its description, in HTML without tags
 */
public record OptionDescription(String key, String values, String standard, String text) {

    /** Of all options of the job, by key. */
    public static List<OptionDescription> all() {
        return fields().map(OptionDescription::of)
                .sorted(Comparator.comparing(OptionDescription::key))
                .toList();
    }

    /** The constants that are options. */
    static Stream<Field> fields() {
        return Stream.of(FathomOptions.class, HardwareOptions.class, ControlOptions.class, BudgetOptions.class)
                .flatMap(options -> Arrays.stream(options.getFields()))
                .filter(f -> Modifier.isStatic(f.getModifiers()) && f.getType() == ConfigOption.class);
    }

    static ConfigOption<?> option(Field field) {
        try {
            return (ConfigOption<?>) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OptionDescription of(Field field) {
        ConfigOption<?> option = option(field);
        Type type = ((ParameterizedType) field.getGenericType()).getActualTypeArguments()[0];
        return new OptionDescription(
                option.key(), values(type), standard(option), new HtmlFormatter().format(option.description()));
    }

    private static String standard(ConfigOption<?> option) {
        Object value = option.defaultValue();
        if (value == null || value.equals(Map.of())) {
            return "";
        }
        return value instanceof Enum<?> one ? written(one) : Defaults.text(option);
    }

    private static String values(Type type) {
        if (type instanceof Class<?> given && given.isEnum()) {
            return Arrays.stream(given.getEnumConstants())
                    .map(value -> written((Enum<?>) value))
                    .collect(Collectors.joining(", "));
        }
        return NAMES.getOrDefault(type, "map of names to values");
    }

    private static String written(Enum<?> value) {
        return value.toString().toLowerCase(Locale.ROOT);
    }

    private static final Map<Type, String> NAMES = Map.of(
            String.class, "text",
            Integer.class, "whole number",
            Double.class, "number",
            Boolean.class, "true, false",
            Duration.class, "duration",
            MemorySize.class, "size");
}
