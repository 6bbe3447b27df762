package io.fathom.job.config;

import io.fathom.model.engine.DeviceChoice;
import io.fathom.model.engine.Hardware;
import io.fathom.model.nn.Precision;
import java.io.Serializable;
import java.util.OptionalLong;

/**
 * What the engine of a TaskManager computes on.
 *
 * @param device as {@link DeviceChoice} writes it
 * @param precision as {@link Precision} writes it
 * @param cpuFallback whether the CPU stands in for a GPU that cannot be used
 * @param memoryBytes most device memory; 0 for what there is
 */
public record HardwareSettings(String device, String precision, boolean cpuFallback, long memoryBytes)
        implements Serializable {

    Hardware toHardware() {
        return new Hardware(
                DeviceChoice.parse(device),
                Precision.parse(precision),
                cpuFallback,
                memoryBytes == 0 ? OptionalLong.empty() : OptionalLong.of(memoryBytes));
    }
}
