package io.fathom.job.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.YamlParserUtils;

/** A YAML file as Flink's own: nested maps or dotted keys, flattened. */
final class ConfigFile {

    private ConfigFile() {}

    static Configuration read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw mistake("configuration file '" + file + "' does not exist: give the path of a YAML file");
        }
        Configuration configuration = new Configuration();
        flatten("", load(file), configuration);
        return configuration;
    }

    private static Map<?, ?> load(Path file) {
        try {
            return YamlParserUtils.loadYamlFile(file.toFile());
        } catch (ClassCastException e) {
            throw mistake("configuration file '" + file + "' must hold keys and values, such as 'fathom.bundle: DIR'");
        } catch (Exception e) {
            // The parser's message quotes the place, with values hidden, over several lines.
            String problem =
                    String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip();
            throw mistake("configuration file '" + file + "' is not valid YAML: " + problem);
        }
    }

    private static void flatten(String prefix, Map<?, ?> values, Configuration into) {
        values.forEach((name, value) -> {
            String key = prefix + name;
            if (value instanceof Map<?, ?> nested) {
                flatten(key + ".", nested, into);
            } else if (value instanceof List<?> list) {
                into.setString(key, YamlParserUtils.toYAMLString(list));
            } else if (value != null) {
                into.setString(key, value.toString());
            }
        });
    }

    private static ConfigException mistake(String sentence) {
        return new ConfigException(List.of(sentence));
    }
}
