package io.fathom.job;

import io.fathom.job.config.JobConfig;
import io.fathom.job.engines.BundleEngineFactory;
import io.fathom.job.engines.EngineFactory;
import io.fathom.job.io.KafkaEnds;
import io.fathom.job.io.Preflight;
import io.fathom.job.io.PreflightException;
import io.fathom.job.io.RawRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job on real Kafka: parses the configuration, checks the brokers, wires the connectors, runs. */
public final class ScoringJob {
    /** What Flink calls the job, unless {@code pipeline.name} says otherwise. */
    public static final String NAME = "fathom";

    private ScoringJob() {}

    /**
     * Entry point on a cluster: {@code --config FILE}.
     *
     * @throws io.fathom.job.config.ConfigException naming every mistake in the configuration
     * @throws PreflightException if brokers or topics are missing
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 2 || !args[0].equals("--config")) {
            throw new IllegalArgumentException(
                    "arguments must be --config FILE, but were '" + String.join(" ", args) + "'");
        }
        JobConfig config = JobConfig.load(Path.of(args[1]));
        submit(StreamExecutionEnvironment.getExecutionEnvironment(config.flink()), config);
    }

    /**
     * Checks brokers and topics, and starts the job in the environment. Flink's own settings of the configuration have to
     * be in the environment already: {@code getExecutionEnvironment(config.flink())}.
     *
     * @return the running job
     * @throws PreflightException if brokers or topics are missing
     */
    public static JobClient submit(StreamExecutionEnvironment environment, JobConfig config) throws Exception {
        return submit(environment, config, new BundleEngineFactory(config.engine()), Clock.systemUTC());
    }

    /** As {@link #submit(StreamExecutionEnvironment, JobConfig)}, with another engine and clock. */
    public static JobClient submit(
            StreamExecutionEnvironment environment, JobConfig config, EngineFactory engines, Clock clock)
            throws Exception {
        new Preflight(config.kafka(), config.preflightTimeout()).check();
        wire(environment, config, engines, clock);
        return environment.executeAsync(
                config.flink().getOptional(PipelineOptions.NAME).orElse(NAME));
    }

    private static void wire(
            StreamExecutionEnvironment environment, JobConfig config, EngineFactory engines, Clock clock) {
        configure(environment, config);
        KafkaEnds ends = new KafkaEnds(config.kafka(), config.wireFormat());
        sink(ScoringTopology.compose(inputs(environment, ends), config, engines, clock), ends);
    }

    static ScoringTopology.Inputs inputs(StreamExecutionEnvironment environment, KafkaEnds ends) {
        // Nothing here looks at event time, so there is no need for watermarks.
        DataStream<RawRecord> events = environment
                .fromSource(ends.events(), WatermarkStrategy.noWatermarks(), "events")
                .uid("events");
        Optional<DataStream<RawRecord>> control = ends.control().map(source -> environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "control")
                .uid("control")
                .setParallelism(1));
        return new ScoringTopology.Inputs(events, control);
    }

    static void sink(ScoringTopology.Outputs outputs, KafkaEnds ends) {
        outputs.predictions().sinkTo(ends.predictions()).name("predictions").uid("predictions");
        outputs.depthTelemetry()
                .sinkTo(ends.depthTelemetry())
                .name("depth-telemetry")
                .uid("depth-telemetry");
        outputs.deadLetters().sinkTo(ends.deadLetters()).name("dead-letters").uid("dead-letters");
        outputs.controlAcks().ifPresent(acks -> ends.controlAcks().ifPresent(sink -> acks.sinkTo(sink)
                .name("control-acks")
                .uid("control-acks")
                .setParallelism(1)));
    }

    /** What the topology relies on, whatever the environment says. */
    static void configure(StreamExecutionEnvironment environment, JobConfig config) {
        environment.enableCheckpointing(config.checkpointInterval().toMillis(), CheckpointingMode.EXACTLY_ONCE);
        // Operators do not keep or change their inputs, and the async operator copies what it holds by itself.
        environment.getConfig().enableObjectReuse();
        // A type that falls back to Kryo is a mistake: slow, and its state cannot be migrated.
        environment.configure(new Configuration().set(PipelineOptions.GENERIC_TYPES, false));
        config.parallelism().ifPresent(environment::setParallelism);
    }
}
