package io.fathom.job.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.flink.configuration.Configuration;

/**
 * The whole configuration of a job, checked. Its {@code toString} shows no secret.
 *
 * @param parallelism subtasks of every operator, or empty for Flink's own setting
 * @param deadLetterMaxBytes largest dead letter, encoded
 * @param preflightTimeout how long the start-up checks wait for the brokers
 * @param flink all keys that are not Fathom's, for Flink
 */
public record JobConfig(
        EngineSettings engine,
        AsyncSettings async,
        KafkaSettings kafka,
        ControlSettings control,
        WireFormat wireFormat,
        Duration checkpointInterval,
        OptionalInt parallelism,
        int deadLetterMaxBytes,
        Duration preflightTimeout,
        Configuration flink) {

    /**
     * Checks a configuration as a whole.
     *
     * @throws ConfigException naming every mistake
     */
    public static JobConfig parse(Configuration configuration) {
        return new JobConfigParser(configuration).parse();
    }

    /**
     * Reads a YAML file, nested or with dotted keys, and checks it. Where a value says <code>${environment:NAME}</code>, it
     * takes the variable of this process; only properties of the Kafka clients are left as they are.
     *
     * @throws ConfigException if the file cannot be read, or naming every mistake in it
     */
    public static JobConfig load(Path file) {
        return load(file, System.getenv());
    }

    /** As {@link #load(Path)}, with other variables. */
    public static JobConfig load(Path file, Map<String, String> environment) {
        return parse(new EnvironmentReferences(environment).resolve(read(file)));
    }

    /**
     * Reads a YAML file, nested or with dotted keys, and checks nothing but that.
     *
     * @throws ConfigException if the file cannot be read
     */
    public static Configuration read(Path file) {
        return ConfigFile.read(file);
    }
}
