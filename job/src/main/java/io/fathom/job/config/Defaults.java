package io.fathom.job.config;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.util.TimeUtils;

/** Default values as a user would write them. */
final class Defaults {

    private Defaults() {}

    static String text(ConfigOption<?> option) {
        return option.defaultValue() instanceof Duration duration
                ? TimeUtils.formatWithHighestUnit(duration)
                : String.valueOf(option.defaultValue());
    }
}
