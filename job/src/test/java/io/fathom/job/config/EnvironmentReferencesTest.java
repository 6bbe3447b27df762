package io.fathom.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentReferencesTest {
    private static final String PREFIX = FathomOptions.KAFKA_TRANSACTIONAL_ID_PREFIX.key();

    private final EnvironmentReferences references =
            new EnvironmentReferences(Map.of("COLOUR", "blue", "MONEY", "$1\\"));

    @Test
    void aReferenceBecomesTheVariableWhereverItStands() {
        assertThat(resolve(PREFIX, "fathom-${environment:COLOUR}-${environment:COLOUR}"))
                .isEqualTo("fathom-blue-blue");
        assertThat(resolve(PREFIX, "${environment:MONEY}")).isEqualTo("$1\\");
        assertThat(resolve(PREFIX, "$environment ${COLOUR} {environment:COLOUR}"))
                .as("none")
                .isEqualTo("$environment ${COLOUR} {environment:COLOUR}");
    }

    @Test
    void allMissingVariablesAreNamedWithTheirOptions() {
        Configuration configuration = Configuration.fromMap(
                Map.of(PREFIX, "${environment:HOUSE}-${environment:STREET}", "fathom.bundle", "${environment:}"));
        assertThatThrownBy(() -> references.resolve(configuration))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("fathom.bundle refers to the environment variable ''")
                .hasMessageContaining(PREFIX + " refers to the environment variable 'HOUSE', which is not set")
                .hasMessageContaining("'STREET'");
    }

    @Test
    void propertiesOfTheClientsAreForTheClients() {
        String key = FathomOptions.KAFKA_PROPERTIES.key() + ".sasl.jaas.config";
        assertThat(resolve(key, "${environment:COLOUR}")).isEqualTo("${environment:COLOUR}");
        String all = FathomOptions.KAFKA_PROPERTIES.key();
        assertThat(resolve(all, "sasl.jaas.config:${environment:COLOUR}"))
                .isEqualTo("sasl.jaas.config:${environment:COLOUR}");
    }

    @Test
    void aSecretInAFileIsReadByTheClientAndIsNotInTheConfiguration(@TempDir Path folder) throws Exception {
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("sasl.jaas.config"), "secret words");
        Path file = Files.writeString(
                folder.resolve("fathom.yaml"),
                """
                fathom:
                  bundle: bundles/intents
                  kafka:
                    bootstrap-servers: broker:9092
                    transactional-id-prefix: ${environment:COLOUR}
                    properties:
                      sasl.jaas.config: "${directory:%1$s:sasl.jaas.config}"
                      config.providers: directory
                      config.providers.directory.class: org.apache.kafka.common.config.provider.DirectoryConfigProvider
                      config.providers.directory.param.allowed.paths: %1$s
                """
                        .formatted(secrets));

        JobConfig config = JobConfig.load(file, Map.of("COLOUR", "green"));

        assertThat(config.kafka().transactionalIdPrefix()).isEqualTo("green");
        Map<String, Object> producer = new HashMap<>();
        config.kafka().properties().toProperties().forEach((name, value) -> producer.put((String) name, value));
        assertThat(producer.values()).noneMatch(value -> value.toString().contains("secret words"));
        producer.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "broker:9092");
        producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        assertThat(new ProducerConfig(producer).getPassword("sasl.jaas.config").value())
                .isEqualTo("secret words");
    }

    private String resolve(String key, String value) {
        return references
                .resolve(Configuration.fromMap(Map.of(key, value)))
                .toMap()
                .getOrDefault(key, "");
    }
}
