package io.fathom.job.config;

import java.util.Locale;

/** How records look in the topics. */
public enum WireFormat {
    /** Avro single-object encoding. */
    AVRO,
    /** One plain JSON object a record. */
    JSON;

    /** As it is written in a configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
