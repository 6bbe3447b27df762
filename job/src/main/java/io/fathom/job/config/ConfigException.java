package io.fathom.job.config;

import java.util.List;

/** The configuration cannot be used; the message names every mistake in it, one sentence each. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> mistakes;

    public ConfigException(List<String> mistakes) {
        super(String.join("\n", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /** One sentence each: key, rule, actual value, next step. */
    public List<String> mistakes() {
        return mistakes;
    }
}
