package io.fathom.cli.cluster;

import io.fathom.job.config.ControlOptions;
import io.fathom.job.config.FathomOptions;
import io.fathom.job.config.JobConfig;
import io.fathom.job.config.KafkaSettings.Topics;
import io.fathom.job.io.broker.BrokerTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.PipelineOptions;

/** The configuration of a job on the cluster: the template, with bundle, brokers and names. */
final class JobFile {
    static final String DEFAULT_NAME = "fathom";
    /** Of each topic; no more subtasks than that have work. */
    static final int PARTITIONS = 4;

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private JobFile() {}

    /** Those of the job of this name: plain for the first job, and others beside it do not touch them. */
    static Topics topics(String job) {
        String prefix = job.equals(DEFAULT_NAME) ? "" : job + "-";
        return new Topics(
                prefix + FathomOptions.TOPIC_EVENTS.defaultValue(),
                prefix + FathomOptions.TOPIC_PREDICTIONS.defaultValue(),
                prefix + FathomOptions.TOPIC_DEPTH_TELEMETRY.defaultValue(),
                prefix + FathomOptions.TOPIC_DEAD_LETTERS.defaultValue(),
                prefix + ControlOptions.TOPIC_CONTROL.defaultValue(),
                prefix + ControlOptions.TOPIC_CONTROL_ACKS.defaultValue());
    }

    /** Creates those of the job's topics that are not there yet. */
    static void createTopics(String bootstrapServers, String job) {
        Topics topics = topics(job);
        BrokerTopics.create(
                bootstrapServers,
                PARTITIONS,
                TIMEOUT,
                topics.events(),
                topics.predictions(),
                topics.depthTelemetry(),
                topics.deadLetters());
        // One partition keeps directives in order.
        BrokerTopics.create(
                bootstrapServers,
                1,
                TIMEOUT,
                Objects.requireNonNull(topics.control()),
                Objects.requireNonNull(topics.controlAcks()));
    }

    /**
     * Writes it; returns where to.
     *
     * @param template fathom.yaml of the local cluster
     * @param more options that win
     * @throws io.fathom.job.config.ConfigException naming every mistake
     */
    static Path write(
            ClusterFolder folder, Path template, String job, Path bundle, String brokers, Map<String, String> more)
            throws IOException {
        Configuration config = new Configuration();
        config.addAll(JobConfig.read(template));
        Topics topics = topics(job);
        config.set(FathomOptions.BUNDLE, bundle.toAbsolutePath().normalize().toString());
        config.set(FathomOptions.KAFKA_BOOTSTRAP_SERVERS, brokers);
        config.set(FathomOptions.KAFKA_GROUP_ID, job);
        config.set(FathomOptions.TOPIC_EVENTS, topics.events());
        config.set(FathomOptions.TOPIC_PREDICTIONS, topics.predictions());
        config.set(FathomOptions.TOPIC_DEPTH_TELEMETRY, topics.depthTelemetry());
        config.set(FathomOptions.TOPIC_DEAD_LETTERS, topics.deadLetters());
        config.set(ControlOptions.TOPIC_CONTROL, Objects.requireNonNull(topics.control()));
        config.set(ControlOptions.TOPIC_CONTROL_ACKS, Objects.requireNonNull(topics.controlAcks()));
        config.set(PipelineOptions.NAME, job);
        more.forEach(config::setString);
        Path file = folder.jobs().resolve(job + ".yaml");
        Files.write(file, ConfigurationUtils.convertConfigToWritableLines(config, true));
        return file;
    }
}
