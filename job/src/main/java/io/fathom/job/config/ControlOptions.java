package io.fathom.job.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;

/** Options of the control stream; part of {@link FathomOptions#all()}. */
public final class ControlOptions {

    public static final ConfigOption<Boolean> CONTROL_ENABLED = key("fathom.control.enabled")
            .booleanType()
            .defaultValue(true)
            .withDescription(
                    "True lets directives of the control topic change budget, limits and model while the job runs."
                            + " False needs neither control topic, and lets subtasks fail and restart one by one; with directives"
                            + " they restart together.");

    public static final ConfigOption<String> TOPIC_CONTROL = key("fathom.topic.control")
            .stringType()
            .defaultValue("control")
            .withDescription(
                    "Topic to read directives from, of this job alone and with one partition, which keeps their"
                            + " order. A job that starts without a checkpoint reads it from the beginning, so compact it or keep"
                            + " its records: what they say stays in force.");

    public static final ConfigOption<String> TOPIC_CONTROL_ACKS = key("fathom.topic.control-acks")
            .stringType()
            .defaultValue("control-acks")
            .withDescription(
                    "Topic for what became of directives, one record for each, with the directive's id as key.");

    public static final ConfigOption<Duration> CONTROL_PACE = key("fathom.control.pace")
            .durationType()
            .defaultValue(Duration.ofMillis(200))
            .withDescription(
                    "How often every subtask reports and every TaskManager gets orders, 10 ms to 1 min. The budget"
                            + " follows the load with a delay of about two of them.");

    public static final ConfigOption<Duration> CONTROL_MODEL_TIMEOUT = key("fathom.control.model-timeout")
            .durationType()
            .defaultValue(Duration.ofMinutes(5))
            .withDescription(
                    "How long the TaskManagers may take to get a new model ready, 1 s to 1 day, before its directive"
                            + " fails and the one in service stays.");

    public static final ConfigOption<Duration> CONTROL_SHARE_TIMEOUT = key("fathom.control.share-timeout")
            .durationType()
            .defaultValue(Duration.ofSeconds(5))
            .withDescription(
                    "How long a TaskManager keeps its share of the job's budget without a new one, 100 ms to 1 h,"
                            + " before it goes back to its static share. At least five times fathom.control.pace.");

    private ControlOptions() {}
}
