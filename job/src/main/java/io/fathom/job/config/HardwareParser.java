package io.fathom.job.config;

import static io.fathom.job.config.HardwareOptions.ENGINE_CPU_FALLBACK;
import static io.fathom.job.config.HardwareOptions.ENGINE_DEVICE;
import static io.fathom.job.config.HardwareOptions.ENGINE_MEMORY_LIMIT;
import static io.fathom.job.config.HardwareOptions.ENGINE_PRECISION;

import io.fathom.model.engine.DeviceChoice;
import io.fathom.model.nn.Precision;
import java.util.function.Consumer;
import org.apache.flink.configuration.MemorySize;

/** Reads the options of {@link HardwareOptions}. */
final class HardwareParser {
    private static final long LEAST_BYTES = 1 << 20;

    private final OptionReader reader;

    HardwareParser(OptionReader reader) {
        this.reader = reader;
    }

    HardwareSettings parse() {
        return new HardwareSettings(
                reader.defaulted(ENGINE_DEVICE, text -> reads(text, DeviceChoice::parse), DeviceChoice.FORMS),
                reader.defaulted(ENGINE_PRECISION, text -> reads(text, Precision::parse), Precision.FORMS),
                reader.defaulted(ENGINE_CPU_FALLBACK, v -> true, "true or false"),
                reader.optional(ENGINE_MEMORY_LIMIT, v -> v.getBytes() >= LEAST_BYTES, "a size of at least 1 mb")
                        .map(MemorySize::getBytes)
                        .orElse(0L));
    }

    private static boolean reads(String text, Consumer<String> parser) {
        try {
            parser.accept(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
