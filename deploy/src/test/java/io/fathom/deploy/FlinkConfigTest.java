package io.fathom.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.fathom.job.config.JobConfig;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.YamlParserUtils;
import org.junit.jupiter.api.Test;

/** The configuration of Flink and of the job in {@code compose.yaml}. */
class FlinkConfigTest {
    private static final FlinkOptions OPTIONS = FlinkOptions.onClassPath();

    private final Configuration flink = GlobalConfiguration.loadConfiguration(
            Repository.DEPLOY.resolve("flink").toString());

    @Test
    void everyKeyIsAnOptionOfThisFlink() {
        assertThat(flink.keySet())
                .as("keys in deploy/flink/config.yaml")
                .isNotEmpty()
                .allMatch(OPTIONS::knows);
    }

    @Test
    void everyValueIsOfItsOptionsType() {
        for (String key : flink.keySet()) {
            ConfigOption<?> option = OPTIONS.option(key);
            if (option != null) {
                assertThatNoException().as(key).isThrownBy(() -> flink.get(option));
            }
        }
    }

    @Test
    void aKeyThatFlinkDoesNotHaveIsSeen() {
        assertThat(OPTIONS.knows("taskmanager.numberOfTaskSlots")).isTrue();
        assertThat(OPTIONS.knows("taskmanager.number-of-task-slots")).isFalse();
        assertThat(OPTIONS.knows("state.checkpoints.dir"))
                .as("the name of Flink 1")
                .isFalse();
    }

    @Test
    void theFileIsYamlOfFlinksOwnDialect() throws Exception {
        Map<String, Object> read = YamlParserUtils.loadYamlFile(
                Repository.DEPLOY.resolve("flink/config.yaml").toFile());
        assertThat(read).containsKeys("jobmanager", "taskmanager");
    }

    @Test
    void processesStartWithTheMemoryThatTheyGet() {
        ProcessMemory.check(flink);
    }

    @Test
    void theJobsOptionsAreRight() {
        JobConfig job = JobConfig.load(Repository.DEPLOY.resolve("fathom.yaml"));
        assertThat(job.flink().keySet())
                .as("Flink's own keys belong into config.yaml")
                .isEmpty();
        assertThat(job.kafka().bootstrapServers()).isEqualTo("broker:9092");
    }

    @Test
    void metricsAreOnThePortThatPrometheusAndTheHealthCheckAsk() {
        String port = flink.getString("metrics.reporter.prom.port", "");
        assertThat(Yaml.one(Repository.DEPLOY.resolve("prometheus/prometheus.yaml"))
                        .at("/scrape_configs/0/dns_sd_configs/0/port")
                        .asText())
                .isEqualTo(port);
        assertThat(Repository.text(Repository.DEPLOY.resolve("docker/healthcheck.sh")))
                .contains("${FATHOM_HEALTH_PORT:-" + port + "}");
        for (String file : List.of("Dockerfile", "Dockerfile.gpu")) {
            assertThat(Repository.text(Repository.DEPLOY.resolve(file))).contains("EXPOSE 6123 8081 " + port);
        }
    }
}
