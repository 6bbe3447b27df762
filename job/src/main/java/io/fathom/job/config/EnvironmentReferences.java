package io.fathom.job.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;

/**
 * Puts variables of the environment where values say <code>${environment:NAME}</code>, so that one file serves deployments
 * that differ in a name, such as blue and green.
 *
 * <p>Properties of the Kafka clients are left alone. Their secrets have references of their own, to Kafka's config providers,
 * which the clients resolve where they run; resolved here, a secret would be written into the job graph.
 */
final class EnvironmentReferences {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{environment:([^}]*)}");

    private final Map<String, String> environment;

    EnvironmentReferences(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * @return a configuration without references
     * @throws ConfigException naming every variable that is not there
     */
    Configuration resolve(Configuration configuration) {
        List<String> mistakes = new ArrayList<>();
        Configuration resolved = new Configuration();
        configuration.toMap().forEach((key, value) -> {
            resolved.setString(key, isOfClients(key) ? value : resolve(key, value, mistakes));
        });
        if (!mistakes.isEmpty()) {
            throw new ConfigException(mistakes.stream().sorted().toList());
        }
        return resolved;
    }

    /** One by one, or all in one value, as Flink lets a map be written. */
    private static boolean isOfClients(String key) {
        String properties = FathomOptions.KAFKA_PROPERTIES.key();
        return key.equals(properties) || key.startsWith(properties + ".");
    }

    private String resolve(String key, String value, List<String> mistakes) {
        return REFERENCE.matcher(value).replaceAll(match -> {
            String variable = environment.get(match.group(1));
            if (variable == null) {
                mistakes.add(key + " refers to the environment variable '" + match.group(1)
                        + "', which is not set: set it for the process that submits the job, or write its value");
                return "";
            }
            return Matcher.quoteReplacement(variable);
        });
    }
}
