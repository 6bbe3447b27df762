package io.fathom.job.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/** Options of what the engine computes on; part of {@link FathomOptions#all()}. */
public final class HardwareOptions {

    public static final ConfigOption<String> ENGINE_DEVICE = key("fathom.engine.device")
            .stringType()
            .defaultValue("auto")
            .withDescription(
                    "Where the model runs: 'cpu', 'gpu:N' for the GPU with index N, 'gpu' for the GPU that Flink gave"
                            + " the TaskManager (external resource 'gpu'), or the first where it gave none, and 'auto' for the same"
                            + " where there is a GPU and the CPU elsewhere.");

    public static final ConfigOption<String> ENGINE_PRECISION = key("fathom.engine.precision")
            .stringType()
            .defaultValue("float32")
            .withDescription(
                    "The numbers that matrices are multiplied in: 'float32', 'bfloat16' or 'float16'. Softmax, norms,"
                            + " signals and logits are float32 in any case. The narrow ones are for GPUs, where they are faster and"
                            + " scores differ in the second or third digit; on a CPU they are slower.");

    public static final ConfigOption<Boolean> ENGINE_CPU_FALLBACK = key("fathom.engine.cpu-fallback")
            .booleanType()
            .defaultValue(false)
            .withDescription(
                    "True lets the CPU stand in where the GPU that was asked for cannot be used: one warning in the"
                            + " log, and the metric engineFallbacks is 1. False fails the job instead of running it at a fraction of"
                            + " the speed that it was sized for.");

    public static final ConfigOption<MemorySize> ENGINE_MEMORY_LIMIT = key("fathom.engine.memory-limit")
            .memoryType()
            .noDefaultValue()
            .withDescription(
                    "Most memory of the device that weights and batches of one engine may take, at least 1 mb; batches"
                            + " are kept smaller than fathom.engine.max-batch-tokens where that is needed. An estimate: leave a GPU"
                            + " 1 gb more for PyTorch itself. Unset, batches are bounded by their tokens alone, and one that does not"
                            + " fit is halved.");

    private HardwareOptions() {}
}
