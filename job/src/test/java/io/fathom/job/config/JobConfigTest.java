package io.fathom.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.budget.Overflow;
import io.fathom.model.budget.PointRange;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ProbeInputs;
import io.fathom.model.engine.DeviceChoice;
import io.fathom.model.engine.EngineOptions;
import io.fathom.model.engine.Hardware;
import io.fathom.model.nn.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobConfigTest {
    private static final ExitPolicy RECOMMENDED = new ExitPolicy.Confidence(0.7f, 2);

    @Test
    void theTwoRequiredOptionsAreEnough() {
        JobConfig config = parse(Map.of());

        EngineOptions engine = config.engine().toOptions(RECOMMENDED, OptionalInt.empty());
        assertThat(engine.workers()).as("as many as the device likes").isZero();
        assertThat(engine.hardware()).isEqualTo(Hardware.of(DeviceChoice.AUTO));
        assertThat(engine.exitPolicy()).isEqualTo(RECOMMENDED);
        assertThat(config.async().outputMode()).isEqualTo(OutputMode.UNORDERED);
        assertThat(config.kafka().deliveryGuarantee()).isEqualTo(DeliveryGuarantee.EXACTLY_ONCE);
        assertThat(config.kafka().transactionalIdPrefix()).isEqualTo("fathom");
        assertThat(config.parallelism()).isEmpty();
    }

    @Test
    void theHardwareIsReadAsAWhole() {
        JobConfig config = parse(Map.of(
                "fathom.engine.device", "gpu",
                "fathom.engine.precision", "bfloat16",
                "fathom.engine.cpu-fallback", "true",
                "fathom.engine.memory-limit", "2 gb"));
        Hardware configured = new Hardware(DeviceChoice.ANY_GPU, Precision.BFLOAT16, true, OptionalLong.of(2L << 30));
        assertThat(config.engine().toOptions(RECOMMENDED, OptionalInt.empty()).hardware())
                .isEqualTo(configured);
        assertThat(config.engine().toOptions(RECOMMENDED, OptionalInt.of(3)).hardware())
                .as("the GPU that Flink gave")
                .isEqualTo(configured.given(3));
        assertThat(mistakesOf(Map.of(
                                "fathom.engine.precision", "int8",
                                "fathom.engine.cpu-fallback", "maybe",
                                "fathom.engine.memory-limit", "1 kb"))
                        .mistakes())
                .hasSize(3)
                .anyMatch(m -> m.startsWith("fathom.engine.precision must be float32, bfloat16 or float16, but was"))
                .anyMatch(m -> m.startsWith("fathom.engine.cpu-fallback must be true or false, but was"))
                .anyMatch(m -> m.startsWith("fathom.engine.memory-limit must be a size of at least 1 mb, but was"));
    }

    @Test
    void aBudgetIsReadAsAWhole() {
        assertThat(parse(Map.of()).engine().budget().budget()).isEmpty();
        JobConfig config = parse(Map.of(
                "fathom.budget.tlops-per-second", "5e5",
                "fathom.budget.window", "4 s",
                "fathom.budget.target-latency", "750 ms",
                "fathom.budget.age-from", "arrival",
                "fathom.budget.overflow", "shed",
                "fathom.budget.cheapest-point", "1",
                "fathom.budget.richest-point", "9",
                "fathom.budget.tenant-shares.acme", "0.25",
                "fathom.budget.audit-share", "0.01"));
        assertThat(config.engine().toOptions(RECOMMENDED, OptionalInt.empty()).budget())
                .as("engines get their share while they run")
                .isEmpty();
        assertThat(config.engine().budget().ageFrom()).isEqualTo(AgeFrom.ARRIVAL);
        assertThat(config.engine().budget().budget())
                .contains(new ComputeBudget(
                        500_000,
                        Duration.ofSeconds(4),
                        Optional.of(Duration.ofMillis(750)),
                        Overflow.SHED,
                        new PointRange(1, 9),
                        Map.of("acme", 0.25),
                        0.01));
    }

    @Test
    void mistakesInABudgetAreReportedTogether() {
        ConfigException e = mistakesOf(Map.of(
                "fathom.budget.tlops-per-second", "0",
                "fathom.budget.window", "1 ms",
                "fathom.budget.cheapest-point", "5",
                "fathom.budget.richest-point", "3",
                "fathom.budget.tenant-shares.acme", "2",
                "fathom.budget.audit-share", "-1"));
        assertThat(e.mistakes())
                .containsExactlyInAnyOrder(
                        "fathom.budget.tlops-per-second must be above 0 (TLOps a second), but was '0'",
                        "fathom.budget.window must be a duration between 100 ms and 1 h, but was '1 ms'",
                        "fathom.budget.richest-point must be between 5 (fathom.budget.cheapest-point) and 31, but was '3'",
                        "fathom.budget.tenant-shares.acme must be above 0 and at most 1 (a share of the budget), but was"
                                + " '2'",
                        "fathom.budget.audit-share must be between 0 and 1, but was '-1'");
    }

    @Test
    void allMistakesAreReportedAtOnce() {
        ConfigException e = mistakesOf(Map.of(
                "fathom.engine.workers", "-1",
                "fathom.engine.device", "tpu",
                "fathom.async.timeout", "soon",
                "fathom.exit.policy", "zero-attention",
                "fathom.topic.predictions", "events",
                "fathom.asinc.capacity", "10",
                "fathom.kafka.properties.group.id", "other"));

        assertThat(e.mistakes())
                .containsExactlyInAnyOrder(
                        "fathom.asinc.capacity is not an option of Fathom, did you mean fathom.async.capacity?",
                        "fathom.engine.workers must be between 0 and 1024 (worker threads, 0 for one per core, or one on a GPU), but was '-1'",
                        "fathom.engine.device must be auto, cpu, gpu or gpu:N, but was 'tpu'",
                        "fathom.async.timeout must be a duration between 1 ms and 1 day, but was 'soon'",
                        "fathom.exit.zero-attention.threshold is required by fathom.exit.policy 'zero-attention':"
                                + " set it to a share between 0 and 1 that was chosen on held-out data",
                        "the topics must be different from each other, but were"
                                + " [events, events, depth-telemetry, dead-letters, control, control-acks]: change one of the options fathom.topic.*",
                        "fathom.kafka.properties.group.id cannot be set: use fathom.kafka.group-id");
        assertThat(e).hasMessage(String.join("\n", e.mistakes()));
    }

    @Test
    void nothingConfiguredNamesBothRequiredOptions() {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> JobConfig.parse(new Configuration()));
        assertThat(e.mistakes())
                .containsExactlyInAnyOrder(
                        "fathom.bundle is required: set it to the folder of a bundle, such as bundles/intents",
                        "fathom.kafka.bootstrap-servers is required: set it to host:port of one or more brokers,"
                                + " separated by commas");
    }

    @ParameterizedTest
    @CsvSource({
        "fathom.engine.max-batch-rows, 0",
        "fathom.engine.max-batch-tokens, 0",
        "fathom.engine.queue-records, 0",
        "fathom.engine.queue-bytes, 12 b",
        "fathom.async.capacity, 1025",
        "fathom.async.capacity, many",
        "fathom.async.timeout-grace, 2 d",
        "fathom.async.output-mode, sorted",
        "fathom.exit.policy, oracle",
        "fathom.exit.policy, probe",
        "fathom.exit.policy, probe:1.5",
        "fathom.exit.confidence.threshold, 1.1",
        "fathom.exit.min-cycles, -1",
        "fathom.exit.fixed.cycles, 0",
        "fathom.top-k, 0",
        "fathom.parallelism, 0",
        "fathom.checkpoint.interval, 1 ms",
        "fathom.dead-letter.max-bytes, 1 kb",
        "fathom.wire-format, xml",
        "fathom.topic.events, a b",
        "fathom.kafka.bootstrap-servers, localhost",
        "fathom.kafka.group-id, ' '",
        "fathom.kafka.starting-offsets, middle",
        "fathom.kafka.bounded, maybe",
        "fathom.kafka.delivery-guarantee, twice",
        "fathom.kafka.transaction-timeout, 9 s",
        "fathom.preflight-timeout, 1 ms",
    })
    void aBadValueIsNamedWithItsKeyAndItsRule(String key, String value) {
        ConfigException e = mistakesOf(Map.of(key, value));
        assertThat(e.mistakes()).hasSize(1);
        assertThat(e.getMessage()).startsWith(key + " must be ").endsWith(", but was '" + value + "'");
    }

    @Test
    void aSettingOfFlinkThatTheJobMakesItselfIsRefused() {
        assertThat(mistakesOf(Map.of("execution.checkpointing.interval", "1 s")))
                .hasMessage("execution.checkpointing.interval cannot be set: use fathom.checkpoint.interval");
    }

    @Test
    void brokersMayBeNamedByAddress() {
        assertThat(parse(Map.of("fathom.kafka.bootstrap-servers", "[::1]:9092, 10.0.0.1:9093"))
                        .kafka()
                        .bootstrapServers())
                .isEqualTo("[::1]:9092, 10.0.0.1:9093");
    }

    @Test
    void theTransactionMustOutliveACheckpointEvenByDefault() {
        assertThat(mistakesOf(Map.of("fathom.checkpoint.interval", "20 min")))
                .hasMessage("fathom.kafka.transaction-timeout must be longer than fathom.checkpoint.interval"
                        + " (1200000 ms), but was its default 15 min");
    }

    @Test
    void secretsAppearInNoTextAndReachTheClients() {
        JobConfig config = parse(Map.of(
                "fathom.kafka.properties.sasl.jaas.config", "secret-1",
                "fathom.kafka.properties.ssl.keystore.password", "secret-2",
                "fathom.kafka.properties.ssl.keystore.key", "secret-3",
                "fathom.kafka.properties.odd", "x password=secret-4",
                "fathom.kafka.properties.linger.ms", "7"));

        assertThat(config.toString()).doesNotContain("secret-").contains("linger.ms=7");
        assertThat(config.kafka().properties().toProperties())
                .containsEntry("sasl.jaas.config", "secret-1")
                .containsEntry("linger.ms", "7");
        assertThat(mistakesOf(Map.of("fathom.kafka.properties", "secret-5")).toString())
                .doesNotContain("secret-5");
    }

    @Test
    void everyExitPolicyCanBeChosen() {
        assertThat(policy(parse(Map.of("fathom.exit.policy", "fixed", "fathom.exit.fixed.cycles", "4"))))
                .isEqualTo(new ExitPolicy.Fixed(4));
        assertThat(policy(parse(Map.of("fathom.exit.policy", "confidence", "fathom.exit.min-cycles", "2"))))
                .isEqualTo(new ExitPolicy.Confidence(0.9f, 2));
        assertThat(policy(parse(Map.of(
                        "fathom.exit.policy", "zero-attention", "fathom.exit.zero-attention.threshold", "0.25"))))
                .isEqualTo(new ExitPolicy.ZeroAttention(0.25f, 0));
        assertThat(policy(parse(Map.of("fathom.exit.policy", "bundle")))).isEqualTo(RECOMMENDED);
        assertThat(policy(parse(Map.of("fathom.exit.policy", "patience:2")))).isEqualTo(new ExitPolicy.Patience(2));
        assertThat(policy(parse(Map.of("fathom.exit.policy", "probe:0.95:2"))))
                .isEqualTo(new ExitPolicy.Probe(ProbeInputs.BOTH, 0.95f, 2));
        assertThat(policy(parse(Map.of("fathom.exit.policy", "confidence:0.8"))))
                .as("a number of its own comes before the option")
                .isEqualTo(new ExitPolicy.Confidence(0.8f, 0));
    }

    @Test
    void aYamlFileMayBeNestedAndHoldsFlinkKeysToo(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("job.yaml"),
                """
                fathom:
                  bundle: bundles/intents
                  kafka: {bootstrap-servers: "one:9092,two:9092"}
                  exit.policy: fixed
                  exit:
                    fixed: {cycles: 3}
                restart-strategy.type: fixed-delay
                """);

        JobConfig config = JobConfig.load(file);

        assertThat(config.engine().bundle()).isEqualTo("bundles/intents");
        assertThat(config.kafka().bootstrapServers()).isEqualTo("one:9092,two:9092");
        assertThat(policy(config)).isEqualTo(new ExitPolicy.Fixed(3));
        assertThat(config.flink().toMap()).isEqualTo(Map.of("restart-strategy.type", "fixed-delay"));
    }

    @Test
    void aBrokenFileIsOneSentence(@TempDir Path folder) throws Exception {
        Path missing = folder.resolve("no.yaml");
        assertThatThrownBy(() -> JobConfig.load(missing))
                .isInstanceOf(ConfigException.class)
                .hasMessage("configuration file '" + missing + "' does not exist: give the path of a YAML file");

        Path list = Files.writeString(folder.resolve("list.yaml"), "- a\n- b\n");
        assertThatThrownBy(() -> JobConfig.load(list))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must hold keys and values");

        Path broken = Files.writeString(folder.resolve("broken.yaml"), "fathom: {password: secret-6\n");
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> JobConfig.load(broken));
        assertThat(e.mistakes()).hasSize(1);
        assertThat(e.getMessage()).contains("is not valid YAML").doesNotContain("secret-6");
        assertThat(e.mistakes().get(0)).doesNotContain("\n");
    }

    @Test
    void theSettingsAreSecondToTheDurationsUnit() {
        assertThat(parse(Map.of("fathom.async.timeout", "250ms")).async().timeout())
                .isEqualTo(Duration.ofMillis(250));
    }

    private static ExitPolicy policy(JobConfig config) {
        return config.engine().toOptions(RECOMMENDED, OptionalInt.empty()).exitPolicy();
    }

    private static ConfigException mistakesOf(Map<String, String> settings) {
        return catchThrowableOfType(ConfigException.class, () -> parse(settings));
    }

    private static JobConfig parse(Map<String, String> settings) {
        TreeMap<String, String> all = new TreeMap<>(
                Map.of("fathom.bundle", "bundles/intents", "fathom.kafka.bootstrap-servers", "localhost:9092"));
        all.putAll(settings);
        return JobConfig.parse(Configuration.fromMap(all));
    }
}
