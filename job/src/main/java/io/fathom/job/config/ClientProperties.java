package io.fathom.job.config;

import java.io.Serializable;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Properties passed on to the Kafka clients. Its {@code toString} hides secrets. */
public final class ClientProperties implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TreeMap<String, String> values;

    public ClientProperties(Map<String, String> values) {
        this.values = new TreeMap<>(values);
    }

    /** A fresh copy, for a client. */
    public Properties toProperties() {
        Properties properties = new Properties();
        properties.putAll(values);
        return properties;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClientProperties that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        TreeMap<String, String> shown = new TreeMap<>(values);
        shown.replaceAll(Secrets::display);
        return shown.toString();
    }
}
