package io.fathom.job.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/** Reads options and collects what is wrong with them, so that a user sees all mistakes in one go. */
final class OptionReader {
    private final Configuration configuration;
    private final List<String> mistakes = new ArrayList<>();

    OptionReader(Configuration configuration) {
        this.configuration = configuration;
    }

    /** An option that has to be set; returns {@code standIn} after noting a mistake. */
    <T> T required(ConfigOption<T> option, T standIn, Predicate<T> valid, String rule) {
        if (isReadable(option) && configuration.getOptional(option).isEmpty()) {
            mistake(option.key() + " is required: set it to " + rule);
        }
        return optional(option, valid, rule).orElse(standIn);
    }

    /** An option with a default value; returns the default after noting a mistake. */
    <T> T defaulted(ConfigOption<T> option, Predicate<T> valid, String rule) {
        return optional(option, valid, rule).orElse(option.defaultValue());
    }

    /** An option that may be left out; returns empty after noting a mistake. */
    <T> Optional<T> optional(ConfigOption<T> option, Predicate<T> valid, String rule) {
        if (!isReadable(option)) {
            mistake(option, rule);
            return Optional.empty();
        }
        Optional<T> value = configuration.getOptional(option);
        if (value.isPresent() && !valid.test(value.get())) {
            mistake(option, rule);
            return Optional.empty();
        }
        return value;
    }

    void mistake(String sentence) {
        mistakes.add(sentence);
    }

    /** Notes that the option's value breaks its rule. */
    void mistake(ConfigOption<?> option, String rule) {
        mistake(option.key() + " must be " + rule + ", but was " + shown(option));
    }

    void failOnMistakes() {
        if (!mistakes.isEmpty()) {
            throw new ConfigException(mistakes);
        }
    }

    private String shown(ConfigOption<?> option) {
        if (!configuration.containsKey(option.key())) {
            return "its default " + Defaults.text(option);
        }
        String raw = configuration.getString(option.key(), "");
        // Our options hold no secrets, except for the map of client properties (and Flink's test of a key by its words
        // takes max-batch-tokens for a secret).
        return "'" + (option.equals(FathomOptions.KAFKA_PROPERTIES) ? Secrets.HIDDEN : raw) + "'";
    }

    /** False if the value is not of the option's type. */
    private boolean isReadable(ConfigOption<?> option) {
        try {
            configuration.getOptional(option);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
