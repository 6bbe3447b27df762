package io.fathom.model.engine;

import io.fathom.model.nn.Precision;
import java.util.OptionalLong;

/**
 * What an engine computes on, and in which numbers.
 *
 * @param device where the tensors live
 * @param precision of matrices, see {@link Precision}
 * @param cpuFallback whether the CPU stands in where the GPU that was asked for is not there or does not work
 * @param memoryBytes most device memory that weights and batch steps may take, by an estimate that is not too low; empty for
 *     what there is
 */
public record Hardware(DeviceChoice device, Precision precision, boolean cpuFallback, OptionalLong memoryBytes) {

    public Hardware {
        if (memoryBytes.isPresent() && memoryBytes.getAsLong() < 1) {
            throw new IllegalArgumentException("memoryBytes must be at least 1, but was " + memoryBytes.getAsLong());
        }
    }

    /** In float32 and nowhere else, with the memory that there is. */
    public static Hardware of(DeviceChoice device) {
        return new Hardware(device, Precision.FLOAT32, false, OptionalLong.empty());
    }

    /** The same where the process was given the GPU with this index: a choice that leaves it open takes that one. */
    public Hardware given(int gpu) {
        boolean open = device instanceof DeviceChoice.Auto || device instanceof DeviceChoice.AnyGpu;
        return open ? new Hardware(new DeviceChoice.Gpu(gpu), precision, cpuFallback, memoryBytes) : this;
    }
}
