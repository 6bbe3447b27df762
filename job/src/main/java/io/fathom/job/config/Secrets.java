package io.fathom.job.config;

import java.util.List;
import java.util.Locale;
import org.apache.flink.configuration.GlobalConfiguration;

/** Tells which values must not appear in a log, a message or a {@code toString}. */
public final class Secrets {
    /** What stands in place of a secret. */
    public static final String HIDDEN = GlobalConfiguration.HIDDEN_CONTENT;

    // Beyond Flink's own list: the credentials of Kafka clients, and anything that looks like one.
    private static final List<String> MARKS = List.of("credential", "private", "passphrase", "keystore.key", "jaas");

    private Secrets() {}

    /** The value, or {@link #HIDDEN} if its key or the value itself looks like a credential. */
    public static String display(String key, String value) {
        return isSecret(key) || value.toLowerCase(Locale.ROOT).contains("password=") ? HIDDEN : value;
    }

    private static boolean isSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return GlobalConfiguration.isSensitive(key) || MARKS.stream().anyMatch(lower::contains);
    }
}
