package io.fathom.job.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.junit.jupiter.api.Test;

/** Pins every default: changing one is a decision, not an accident. */
class DefaultsTest {

    @Test
    void everyDefaultIsPinned() {
        TreeMap<String, String> expected = new TreeMap<>(Map.ofEntries(
                Map.entry("fathom.async.capacity", "256"),
                Map.entry("fathom.async.output-mode", "UNORDERED"),
                Map.entry("fathom.async.timeout", "10 s"),
                Map.entry("fathom.async.timeout-grace", "10 s"),
                Map.entry("fathom.budget.age-from", "TOPIC"),
                Map.entry("fathom.budget.audit-share", "0.002"),
                Map.entry("fathom.budget.cheapest-point", "0"),
                Map.entry("fathom.budget.overflow", "BACKPRESSURE"),
                Map.entry("fathom.budget.richest-point", "31"),
                Map.entry("fathom.budget.target-latency", "null"),
                Map.entry("fathom.budget.tenant-shares", "{}"),
                Map.entry("fathom.budget.tlops-per-second", "null"),
                Map.entry("fathom.budget.window", "2 s"),
                Map.entry("fathom.bundle", "null"),
                Map.entry("fathom.checkpoint.interval", "10 s"),
                Map.entry("fathom.control.enabled", "true"),
                Map.entry("fathom.control.model-timeout", "5 min"),
                Map.entry("fathom.control.pace", "200 ms"),
                Map.entry("fathom.control.share-timeout", "5 s"),
                Map.entry("fathom.dead-letter.max-bytes", "1000000 bytes"),
                Map.entry("fathom.engine.cpu-fallback", "false"),
                Map.entry("fathom.engine.device", "auto"),
                Map.entry("fathom.engine.max-batch-rows", "32"),
                Map.entry("fathom.engine.max-batch-tokens", "2048"),
                Map.entry("fathom.engine.memory-limit", "null"),
                Map.entry("fathom.engine.precision", "float32"),
                Map.entry("fathom.engine.queue-bytes", "16 mb"),
                Map.entry("fathom.engine.queue-records", "1024"),
                Map.entry("fathom.engine.workers", "0"),
                Map.entry("fathom.exit.confidence.threshold", "0.9"),
                Map.entry("fathom.exit.fixed.cycles", "null"),
                Map.entry("fathom.exit.min-cycles", "0"),
                Map.entry("fathom.exit.policy", "bundle"),
                Map.entry("fathom.exit.zero-attention.threshold", "null"),
                Map.entry("fathom.kafka.bootstrap-servers", "null"),
                Map.entry("fathom.kafka.bounded", "false"),
                Map.entry("fathom.kafka.delivery-guarantee", "exactly-once"),
                Map.entry("fathom.kafka.group-id", "fathom"),
                Map.entry("fathom.kafka.properties", "{}"),
                Map.entry("fathom.kafka.starting-offsets", "committed"),
                Map.entry("fathom.kafka.transaction-timeout", "15 min"),
                Map.entry("fathom.kafka.transactional-id-prefix", "null"),
                Map.entry("fathom.parallelism", "null"),
                Map.entry("fathom.preflight-timeout", "10 s"),
                Map.entry("fathom.top-k", "3"),
                Map.entry("fathom.topic.control", "control"),
                Map.entry("fathom.topic.control-acks", "control-acks"),
                Map.entry("fathom.topic.dead-letters", "dead-letters"),
                Map.entry("fathom.topic.depth-telemetry", "depth-telemetry"),
                Map.entry("fathom.topic.events", "events"),
                Map.entry("fathom.topic.predictions", "predictions"),
                Map.entry("fathom.wire-format", "avro")));

        TreeMap<String, String> actual = new TreeMap<>();
        FathomOptions.all().forEach(option -> actual.put(option.key(), Defaults.text(option)));

        assertThat(actual).containsExactlyEntriesOf(expected);
    }

    @Test
    void everyOptionIsDescribed() {
        for (ConfigOption<?> option : FathomOptions.all()) {
            assertThat(new HtmlFormatter().format(option.description()))
                    .as(option.key())
                    .hasSizeGreaterThan(30)
                    .endsWith(".");
        }
    }
}
