package io.fathom.job.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;

/** Every option of the job. Descriptions say unit, range and what the extremes do; {@link JobConfig} holds them to it. */
public final class FathomOptions {
    /** Keys that start with it belong to Fathom; all others are Flink's and are passed on. */
    public static final String PREFIX = "fathom.";

    public static final ConfigOption<String> BUNDLE = key("fathom.bundle")
            .stringType()
            .noDefaultValue()
            .withDescription("Folder of the model bundle, as every TaskManager sees it. Required.");

    public static final ConfigOption<Integer> ENGINE_WORKERS = key("fathom.engine.workers")
            .intType()
            .defaultValue(0)
            .withDescription("Worker threads of the engine, one batch each, 0 to 1024. 0 means one per core of the"
                    + " TaskManager, or a single one on a GPU. More than cores only adds waiting.");

    public static final ConfigOption<Integer> ENGINE_MAX_BATCH_ROWS = key("fathom.engine.max-batch-rows")
            .intType()
            .defaultValue(32)
            .withDescription(
                    "Most records in one worker's batch, 1 to 65536. Small batches answer sooner, large ones use"
                            + " the hardware better; beyond what the device can fill only latency grows.");

    public static final ConfigOption<Integer> ENGINE_MAX_BATCH_TOKENS = key("fathom.engine.max-batch-tokens")
            .intType()
            .defaultValue(2048)
            .withDescription(
                    "Most tokens in one worker's batch, padding included, 1 to 16777216. It bounds the memory of"
                            + " a batch of long texts; a single longer text runs alone.");

    public static final ConfigOption<Integer> ENGINE_QUEUE_RECORDS = key("fathom.engine.queue-records")
            .intType()
            .defaultValue(1024)
            .withDescription(
                    "Most records that wait or run in one TaskManager's engine, 1 to 1000000. Keep it at least at"
                            + " fathom.async.capacity times the subtasks of a TaskManager: below that, a subtask blocks its task"
                            + " thread, and checkpoints wait with it.");

    public static final ConfigOption<MemorySize> ENGINE_QUEUE_BYTES = key("fathom.engine.queue-bytes")
            .memoryType()
            .defaultValue(MemorySize.ofMebiBytes(16))
            .withDescription(
                    "Most text that waits or runs in one TaskManager's engine, at least 1 kb, as UTF-16. Records in"
                            + " flight are written into every checkpoint, so this bounds the checkpoint too. A larger single"
                            + " text is let in alone.");

    public static final ConfigOption<String> EXIT_POLICY = key("fathom.exit.policy")
            .stringType()
            .defaultValue("bundle")
            .withDescription("Decides after each cycle whether one more is worth it: 'bundle' (what the bundle"
                    + " recommends), or a policy with its number. 'fixed:N': the same cycles for all. 'probe:P': stop when"
                    + " the bundle's probe holds it at least so probable, 0 to 1, that the answer already equals the"
                    + " full-depth answer; 'zero-probe:P' reads the zero attention alone and 'confidence-probe:P' the"
                    + " confidence alone. 'confidence:P': stop when the answer is sure enough. 'entropy:H': stop when the"
                    + " entropy of the answer, as a share of the most possible, is low enough. 'patience:N': stop when the"
                    + " answer has not changed for N cycles. 'point:K': a point of the bundle's measured frontier of quality"
                    + " against compute, 0 for the cheapest. 'zero-attention:Z' and 'corrected-zero-attention:Z': stop when"
                    + " the attention to the zero token, as it is or corrected for the length of the text, exceeds a share."
                    + " A second number behind a threshold is the least number of cycles, as in 'probe:0.95:2'. The bare"
                    + " names 'fixed', 'zero-attention' and 'confidence' take their numbers from the options below.");

    public static final ConfigOption<Integer> EXIT_FIXED_CYCLES = key("fathom.exit.fixed.cycles")
            .intType()
            .noDefaultValue()
            .withDescription(
                    "Cycles of every record under the policy 'fixed', 1 to 1000; required by that policy. A number"
                            + " beyond the model's cycles means full depth.");

    public static final ConfigOption<Double> EXIT_ZERO_ATTENTION_THRESHOLD = key("fathom.exit.zero-attention.threshold")
            .doubleType()
            .noDefaultValue()
            .withDescription(
                    "Share of attention to the zero token beyond which the policy 'zero-attention' stops, 0 to 1;"
                            + " required by that policy, because it depends on the model and has to be chosen on held-out data."
                            + " 0 stops at once, 1 never.");

    public static final ConfigOption<Double> EXIT_CONFIDENCE_THRESHOLD = key("fathom.exit.confidence.threshold")
            .doubleType()
            .defaultValue(0.9)
            .withDescription("Calibrated probability at which the policy 'confidence' stops, 0 to 1. 0 stops at once, 1"
                    + " practically never.");

    public static final ConfigOption<Integer> EXIT_MIN_CYCLES = key("fathom.exit.min-cycles")
            .intType()
            .defaultValue(0)
            .withDescription(
                    "Cycles that the policies 'zero-attention' and 'confidence' always run, 0 to 1000; 0 lets records leave at"
                            + " depth zero where the model has it. A number beyond the model's cycles means full depth.");

    public static final ConfigOption<Integer> TOP_K = key("fathom.top-k")
            .intType()
            .defaultValue(3)
            .withDescription("Alternatives in a prediction, best first, the answer included, 1 to 100.");

    public static final ConfigOption<Integer> ASYNC_CAPACITY = key("fathom.async.capacity")
            .intType()
            .defaultValue(256)
            .withDescription(
                    "Records in flight per subtask, 1 to fathom.engine.queue-records. Batches stay full where all"
                            + " subtasks of a TaskManager together have twice fathom.engine.workers times"
                            + " fathom.engine.max-batch-rows; fewer starve them, many more only make a prediction"
                            + " wait longer under load. All are written into every checkpoint.");

    public static final ConfigOption<Duration> ASYNC_TIMEOUT = key("fathom.async.timeout")
            .durationType()
            .defaultValue(Duration.ofSeconds(10))
            .withDescription(
                    "After this time a record is answered with the best answer available (exit reason DEADLINE),"
                            + " 1 ms to 1 day. It never fails the job.");

    public static final ConfigOption<Duration> ASYNC_TIMEOUT_GRACE = key("fathom.async.timeout-grace")
            .durationType()
            .defaultValue(Duration.ofSeconds(10))
            .withDescription(
                    "How long the engine may take for that answer, 1 ms to 1 day, before the record becomes a dead"
                            + " letter.");

    public static final ConfigOption<OutputMode> ASYNC_OUTPUT_MODE = key("fathom.async.output-mode")
            .enumType(OutputMode.class)
            .defaultValue(OutputMode.UNORDERED)
            .withDescription("'unordered' lets shallow records overtake deep ones; 'ordered' keeps the order of each"
                    + " partition of the events topic and makes them wait.");

    public static final ConfigOption<Integer> PARALLELISM = key("fathom.parallelism")
            .intType()
            .noDefaultValue()
            .withDescription(
                    "Subtasks of every operator, 1 to 32768. Unset means Flink's own parallelism. All subtasks of a"
                            + " TaskManager share one engine, so more do not compute faster; subtasks beyond the partitions of"
                            + " the events topic are idle.");

    public static final ConfigOption<Duration> CHECKPOINT_INTERVAL = key("fathom.checkpoint.interval")
            .durationType()
            .defaultValue(Duration.ofSeconds(10))
            .withDescription("Time between checkpoints, 10 ms to 1 day. With exactly-once delivery predictions become"
                    + " visible at a checkpoint, so this is also their delay.");

    public static final ConfigOption<WireFormat> WIRE_FORMAT = key("fathom.wire-format")
            .enumType(WireFormat.class)
            .defaultValue(WireFormat.AVRO)
            .withDescription("How records look in all topics: 'avro' (single-object encoding, every released version is"
                    + " readable) or 'json' (one plain object a record).");

    public static final ConfigOption<MemorySize> DEAD_LETTER_MAX_BYTES = key("fathom.dead-letter.max-bytes")
            .memoryType()
            .defaultValue(new MemorySize(1_000_000))
            .withDescription("Largest dead letter, encoded, at least 16 kb. The original value is cut to fit, and the"
                    + " message says so. Keep it below max.request.size of the producer and max.message.bytes of the"
                    + " topic, otherwise a large dead letter fails the job.");

    public static final ConfigOption<String> KAFKA_BOOTSTRAP_SERVERS = key("fathom.kafka.bootstrap-servers")
            .stringType()
            .noDefaultValue()
            .withDescription("Brokers to connect to first, host:port, separated by commas. Required.");

    public static final ConfigOption<String> KAFKA_GROUP_ID = key("fathom.kafka.group-id")
            .stringType()
            .defaultValue("fathom")
            .withDescription("Consumer group under which progress is committed with every checkpoint.");

    public static final ConfigOption<String> TOPIC_EVENTS = key("fathom.topic.events")
            .stringType()
            .defaultValue("events")
            .withDescription("Topic to read text events from.");

    public static final ConfigOption<String> TOPIC_PREDICTIONS = key("fathom.topic.predictions")
            .stringType()
            .defaultValue("predictions")
            .withDescription("Topic for predictions, one for each event, with the event's id as key.");

    public static final ConfigOption<String> TOPIC_DEPTH_TELEMETRY = key("fathom.topic.depth-telemetry")
            .stringType()
            .defaultValue("depth-telemetry")
            .withDescription("Topic for telemetry, one record for each prediction, with the event's id as key.");

    public static final ConfigOption<String> TOPIC_DEAD_LETTERS = key("fathom.topic.dead-letters")
            .stringType()
            .defaultValue("dead-letters")
            .withDescription("Topic for records that got no prediction, with their bytes and origin.");

    public static final ConfigOption<StartingOffsets> KAFKA_STARTING_OFFSETS = key("fathom.kafka.starting-offsets")
            .enumType(StartingOffsets.class)
            .defaultValue(StartingOffsets.COMMITTED)
            .withDescription(
                    "Where a job without a checkpoint starts: 'committed' (the group's offsets, or the earliest where"
                            + " it has none), 'earliest' or 'latest'.");

    public static final ConfigOption<Boolean> KAFKA_BOUNDED = key("fathom.kafka.bounded")
            .booleanType()
            .defaultValue(false)
            .withDescription("True ends the job when it has scored what was in the events topic at its start.");

    public static final ConfigOption<DeliveryGuarantee> KAFKA_DELIVERY_GUARANTEE =
            key("fathom.kafka.delivery-guarantee")
                    .enumType(DeliveryGuarantee.class)
                    .defaultValue(DeliveryGuarantee.EXACTLY_ONCE)
                    .withDescription(
                            "'exactly-once' (readers must use read_committed), 'at-least-once' (visible at once, doubled"
                                    + " after a failure) or 'none' (may lose records).");

    public static final ConfigOption<String> KAFKA_TRANSACTIONAL_ID_PREFIX = key("fathom.kafka.transactional-id-prefix")
            .stringType()
            .noDefaultValue()
            .withDescription(
                    "Start of the producers' transactional ids. Unset means the consumer group. It must be the same"
                            + " when the job is started again, and different for every job on the same brokers.");

    public static final ConfigOption<Duration> KAFKA_TRANSACTION_TIMEOUT = key("fathom.kafka.transaction-timeout")
            .durationType()
            .defaultValue(Duration.ofMinutes(15))
            .withDescription(
                    "After this time the broker drops an open transaction, longer than the checkpoint interval and at"
                            + " most the broker's transaction.max.timeout.ms (15 min by default). Results are lost if the job"
                            + " is down longer between writing and committing them.");

    public static final ConfigOption<Map<String, String>> KAFKA_PROPERTIES = key("fathom.kafka.properties")
            .mapType()
            .defaultValue(Map.of())
            .withDescription(
                    "Any property of the Kafka clients, such as fathom.kafka.properties.security.protocol, for source,"
                            + " sinks and start-up checks. Values of secret properties never appear in a log or message.");

    public static final ConfigOption<Duration> PREFLIGHT_TIMEOUT = key("fathom.preflight-timeout")
            .durationType()
            .defaultValue(Duration.ofSeconds(10))
            .withDescription("How long the start-up checks wait for an answer of the brokers, 100 ms to 10 min.");

    private FathomOptions() {}

    /** All options of the job, by key. */
    public static List<ConfigOption<?>> all() {
        return OptionDescription.fields()
                .<ConfigOption<?>>map(OptionDescription::option)
                .sorted(Comparator.comparing(ConfigOption::key))
                .toList();
    }
}
