package io.fathom.cli.control;

import io.fathom.cli.CommandException;
import io.fathom.cli.options.GivenFile;
import io.fathom.job.config.ControlOptions;
import io.fathom.job.config.FathomOptions;
import io.fathom.job.config.JobConfig;
import io.fathom.job.config.WireFormat;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which job: by its configuration, or by what is needed of it. */
final class JobOptions {

    @Option(names = "--config", paramLabel = "FILE", description = "The job's configuration, YAML.")
    private @Nullable Path config;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Its Kafka brokers, in place of --config.")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "Its control topic, without --config. Default: control.")
    private @Nullable String topic;

    @Option(
            names = "--acks-topic",
            paramLabel = "TOPIC",
            description = "Its topic for acknowledgements, without --config. Default: control-acks.")
    private @Nullable String acksTopic;

    @Option(
            names = "--wire-format",
            paramLabel = "FORMAT",
            description = "How its records look, without --config: avro or json. Default: avro.")
    private @Nullable WireFormat wireFormat;

    @Option(
            names = "--property",
            paramLabel = "KEY=VALUE",
            description =
                    "A property of the Kafka client, without --config, such as security.protocol=SSL; may be given"
                            + " more than once.")
    private Map<String, String> properties = new LinkedHashMap<>();

    /**
     * The job's configuration, or one that holds what can be said without it.
     *
     * @throws CommandException if the job is not named in exactly one way, or takes no directives
     * @throws io.fathom.job.config.ConfigException if what was given is wrong
     */
    JobConfig job() {
        JobConfig job = config == null ? assembled() : loaded(config);
        if (!job.control().enabled()) {
            throw CommandException.failed(ControlOptions.CONTROL_ENABLED.key()
                    + " must be true for a job that takes directives, but is false in '" + config + "'");
        }
        return job;
    }

    private JobConfig loaded(Path file) {
        boolean alone = bootstrapServers == null
                && topic == null
                && acksTopic == null
                && wireFormat == null
                && properties.isEmpty();
        if (!alone) {
            throw CommandException.usage("--config says all about the job; leave out --bootstrap-servers, --topic,"
                    + " --acks-topic, --wire-format and --property");
        }
        return JobConfig.load(GivenFile.of("--config", file, "the job's options"));
    }

    private JobConfig assembled() {
        if (bootstrapServers == null) {
            throw CommandException.usage("the job must be named with --config or --bootstrap-servers");
        }
        Configuration all = new Configuration();
        all.set(FathomOptions.BUNDLE, "not needed");
        all.set(FathomOptions.KAFKA_BOOTSTRAP_SERVERS, bootstrapServers);
        if (topic != null) {
            all.set(ControlOptions.TOPIC_CONTROL, topic);
        }
        if (acksTopic != null) {
            all.set(ControlOptions.TOPIC_CONTROL_ACKS, acksTopic);
        }
        if (wireFormat != null) {
            all.set(FathomOptions.WIRE_FORMAT, wireFormat);
        }
        properties.forEach((key, value) -> all.setString(FathomOptions.KAFKA_PROPERTIES.key() + "." + key, value));
        return JobConfig.parse(all);
    }
}
