package io.fathom.job.config;

import static io.fathom.job.config.ControlOptions.*;
import static io.fathom.job.config.FathomOptions.*;

import io.fathom.job.config.EngineSettings.ExitSettings;
import io.fathom.job.config.KafkaSettings.Topics;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitPolicySyntax;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;

/** Turns a flat configuration into a {@link JobConfig}; every rule of {@link FathomOptions} is checked here. */
final class JobConfigParser {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final Pattern SERVERS = Pattern.compile("\\s*[^\\s,]+:\\d{1,5}\\s*(,\\s*[^\\s,]+:\\d{1,5}\\s*)*");
    private static final String TOPIC_RULE = "a topic name of letters, digits, '.', '_' and '-', up to 249 of them";

    /** Client properties that the job itself sets, and the option that sets them. */
    private static final Map<String, String> OWN_PROPERTIES = Map.of(
            "bootstrap.servers", KAFKA_BOOTSTRAP_SERVERS.key(),
            "group.id", KAFKA_GROUP_ID.key(),
            "auto.offset.reset", KAFKA_STARTING_OFFSETS.key(),
            "transaction.timeout.ms", KAFKA_TRANSACTION_TIMEOUT.key(),
            "transactional.id", KAFKA_TRANSACTIONAL_ID_PREFIX.key());

    private static final String FIXED = "fixed";
    private static final String ZERO_ATTENTION = "zero-attention";
    private static final String CONFIDENCE = "confidence";

    /** Policies that may stand without a number, because they have options for it. */
    private static final Set<String> WITH_OPTIONS = Set.of(FIXED, ZERO_ATTENTION, CONFIDENCE);

    private final Configuration configuration;
    private final OptionReader reader;

    JobConfigParser(Configuration configuration) {
        this.configuration = configuration;
        this.reader = new OptionReader(configuration);
    }

    JobConfig parse() {
        UnknownKeys.mistakes(configuration.keySet()).forEach(reader::mistake);
        if (configuration.contains(CheckpointingOptions.CHECKPOINTING_INTERVAL)) {
            reader.mistake(CheckpointingOptions.CHECKPOINTING_INTERVAL.key() + " cannot be set: use "
                    + CHECKPOINT_INTERVAL.key());
        }
        EngineSettings engine = engine();
        Duration checkpointInterval = duration(CHECKPOINT_INTERVAL, Duration.ofMillis(10), DAY, "10 ms and 1 day");
        JobConfig config = new JobConfig(
                engine,
                async(engine),
                kafka(checkpointInterval),
                control(),
                reader.defaulted(WIRE_FORMAT, v -> true, oneOf(WireFormat.values())),
                checkpointInterval,
                optionalInt(PARALLELISM, 32768),
                deadLetterMaxBytes(),
                duration(PREFLIGHT_TIMEOUT, Duration.ofMillis(100), Duration.ofMinutes(10), "100 ms and 10 min"),
                flinkKeys());
        reader.failOnMistakes();
        return config;
    }

    private EngineSettings engine() {
        String bundle =
                reader.required(BUNDLE, "", JobConfigParser::isText, "the folder of a bundle, such as bundles/intents");
        HardwareSettings hardware = new HardwareParser(reader).parse();
        int workers = integer(ENGINE_WORKERS, 0, 1024, "worker threads, 0 for one per core, or one on a GPU");
        int rows = integer(ENGINE_MAX_BATCH_ROWS, 1, 65_536, "records");
        int tokens = integer(ENGINE_MAX_BATCH_TOKENS, 1, 1 << 24, "tokens");
        int records = integer(ENGINE_QUEUE_RECORDS, 1, 1_000_000, "records");
        long bytes = reader.defaulted(ENGINE_QUEUE_BYTES, v -> v.getBytes() >= 1024, "a size of at least 1 kb")
                .getBytes();
        ExitSettings exit = exit();
        int topK = integer(TOP_K, 1, 100, "alternatives");
        BudgetSettings budget = new BudgetParser(reader).parse();
        return new EngineSettings(bundle, hardware, workers, rows, tokens, records, bytes, exit, topK, budget);
    }

    private ExitSettings exit() {
        String policy =
                reader.defaulted(EXIT_POLICY, JobConfigParser::isExitPolicy, "bundle, " + ExitPolicySyntax.FORMS);
        int minCycles = integer(EXIT_MIN_CYCLES, 0, 1000, "cycles");
        double confidence = reader.defaulted(EXIT_CONFIDENCE_THRESHOLD, JobConfigParser::isShare, "between 0 and 1");
        Optional<Double> zeroAttention =
                reader.optional(EXIT_ZERO_ATTENTION_THRESHOLD, JobConfigParser::isShare, "between 0 and 1");
        OptionalInt cycles = optionalInt(EXIT_FIXED_CYCLES, 1000);
        return switch (policy) {
            case ZERO_ATTENTION -> {
                needs(
                        policy,
                        EXIT_ZERO_ATTENTION_THRESHOLD,
                        "a share between 0 and 1 that was chosen on held-out data");
                yield exit(new ExitPolicy.ZeroAttention(zeroAttention.orElse(1d).floatValue(), minCycles));
            }
            case FIXED -> {
                needs(policy, EXIT_FIXED_CYCLES, "a number of cycles");
                yield exit(new ExitPolicy.Fixed(cycles.orElse(1)));
            }
            case CONFIDENCE -> exit(new ExitPolicy.Confidence((float) confidence, minCycles));
            default -> new ExitSettings(isExitPolicy(policy) ? policy : ExitSettings.BUNDLE);
        };
    }

    private static ExitSettings exit(ExitPolicy policy) {
        return new ExitSettings(ExitPolicySyntax.format(policy));
    }

    private static boolean isExitPolicy(String policy) {
        if (policy.equals(ExitSettings.BUNDLE) || WITH_OPTIONS.contains(policy)) {
            return true;
        }
        try {
            ExitPolicySyntax.parse(policy);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private AsyncSettings async(EngineSettings engine) {
        return new AsyncSettings(
                integer(ASYNC_CAPACITY, 1, engine.queueRecords(), "records, at most " + ENGINE_QUEUE_RECORDS.key()),
                duration(ASYNC_TIMEOUT, Duration.ofMillis(1), DAY, "1 ms and 1 day"),
                duration(ASYNC_TIMEOUT_GRACE, Duration.ofMillis(1), DAY, "1 ms and 1 day"),
                reader.defaulted(ASYNC_OUTPUT_MODE, v -> true, "ordered or unordered"));
    }

    private KafkaSettings kafka(Duration checkpointInterval) {
        String groupId = reader.defaulted(KAFKA_GROUP_ID, JobConfigParser::isText, "a name that is not blank");
        return new KafkaSettings(
                reader.required(
                        KAFKA_BOOTSTRAP_SERVERS,
                        "",
                        v -> SERVERS.matcher(v).matches(),
                        "host:port of one or more brokers, separated by commas"),
                groupId,
                topics(),
                reader.defaulted(KAFKA_STARTING_OFFSETS, v -> true, oneOf(StartingOffsets.values())),
                reader.defaulted(KAFKA_BOUNDED, v -> true, "true or false"),
                reader.defaulted(KAFKA_DELIVERY_GUARANTEE, v -> true, "exactly-once, at-least-once or none"),
                reader.optional(KAFKA_TRANSACTIONAL_ID_PREFIX, JobConfigParser::isText, "a name that is not blank")
                        .orElse(groupId),
                transactionTimeout(checkpointInterval),
                clientProperties());
    }

    private Topics topics() {
        boolean control = reader.defaulted(CONTROL_ENABLED, v -> true, "true or false");
        Topics topics = new Topics(
                topic(TOPIC_EVENTS),
                topic(TOPIC_PREDICTIONS),
                topic(TOPIC_DEPTH_TELEMETRY),
                topic(TOPIC_DEAD_LETTERS),
                control ? topic(TOPIC_CONTROL) : null,
                control ? topic(TOPIC_CONTROL_ACKS) : null);
        if (Set.copyOf(topics.names()).size() < topics.names().size()) {
            reader.mistake("the topics must be different from each other, but were " + topics.names()
                    + ": change one of the options fathom.topic.*");
        }
        return topics;
    }

    private ControlSettings control() {
        Duration pace = duration(CONTROL_PACE, Duration.ofMillis(10), Duration.ofMinutes(1), "10 ms and 1 min");
        Duration shareTimeout =
                duration(CONTROL_SHARE_TIMEOUT, Duration.ofMillis(100), Duration.ofHours(1), "100 ms and 1 h");
        if (shareTimeout.compareTo(pace.multipliedBy(5)) < 0) {
            reader.mistake(
                    CONTROL_SHARE_TIMEOUT,
                    "at least five times " + CONTROL_PACE.key() + " (" + pace.toMillis() + " ms)");
        }
        return new ControlSettings(
                reader.defaulted(CONTROL_ENABLED, v -> true, "true or false"),
                pace,
                duration(CONTROL_MODEL_TIMEOUT, Duration.ofSeconds(1), DAY, "1 s and 1 day"),
                shareTimeout);
    }

    private Duration transactionTimeout(Duration checkpointInterval) {
        Duration longest = Duration.ofMillis(Integer.MAX_VALUE);
        Duration timeout = reader.defaulted(
                KAFKA_TRANSACTION_TIMEOUT,
                v -> v.compareTo(Duration.ofSeconds(1)) >= 0 && v.compareTo(longest) <= 0,
                "between 1 s and " + longest.toDays() + " days");
        if (timeout.compareTo(checkpointInterval) <= 0) {
            reader.mistake(
                    KAFKA_TRANSACTION_TIMEOUT,
                    "longer than " + CHECKPOINT_INTERVAL.key() + " (" + checkpointInterval.toMillis() + " ms)");
        }
        return timeout;
    }

    private ClientProperties clientProperties() {
        Map<String, String> given = reader.defaulted(KAFKA_PROPERTIES, v -> true, "properties of Kafka clients");
        for (String name : new TreeSet<>(given.keySet())) {
            String key = KAFKA_PROPERTIES.key() + "." + name;
            if (OWN_PROPERTIES.containsKey(name)) {
                reader.mistake(key + " cannot be set: use " + OWN_PROPERTIES.get(name));
            } else if (name.endsWith(".serializer") || name.endsWith(".deserializer")) {
                reader.mistake(key + " cannot be set: use " + WIRE_FORMAT.key());
            }
        }
        return new ClientProperties(given);
    }

    private Configuration flinkKeys() {
        Configuration flink = new Configuration();
        configuration.toMap().forEach((key, value) -> {
            if (!key.startsWith(PREFIX)) {
                flink.setString(key, value);
            }
        });
        return flink;
    }

    private int deadLetterMaxBytes() {
        MemorySize size = reader.defaulted(
                DEAD_LETTER_MAX_BYTES,
                v -> v.getBytes() >= 16 * 1024 && v.getBytes() <= Integer.MAX_VALUE,
                "between 16 kb and 2 gb");
        return (int) size.getBytes();
    }

    private void needs(String policy, ConfigOption<?> option, String what) {
        if (!configuration.contains(option)) {
            reader.mistake(
                    option.key() + " is required by " + EXIT_POLICY.key() + " '" + policy + "': set it to " + what);
        }
    }

    private int integer(ConfigOption<Integer> option, int least, int most, String unit) {
        return reader.defaulted(
                option, v -> v >= least && v <= most, "between " + least + " and " + most + " (" + unit + ")");
    }

    private OptionalInt optionalInt(ConfigOption<Integer> option, int most) {
        return reader.optional(option, v -> v >= 1 && v <= most, "between 1 and " + most)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    private Duration duration(ConfigOption<Duration> option, Duration least, Duration most, String range) {
        return reader.defaulted(
                option, v -> v.compareTo(least) >= 0 && v.compareTo(most) <= 0, "a duration between " + range);
    }

    private String topic(ConfigOption<String> option) {
        return reader.defaulted(option, v -> TOPIC.matcher(v).matches(), TOPIC_RULE);
    }

    private static boolean isText(String value) {
        return !value.isBlank();
    }

    private static boolean isShare(double value) {
        return value >= 0 && value <= 1;
    }

    private static String oneOf(Enum<?>[] values) {
        return "one of " + Arrays.toString(values);
    }
}
