package io.fathom.model.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Dropout;
import io.fathom.model.nn.RowStates;
import io.fathom.model.nn.Weights;
import java.util.Locale;

/**
 * How large a batch may be for a given amount of device memory.
 *
 * <p>What a batch step takes is measured, not worked out: one row of the longest text goes through the layers operation by
 * operation, and what it makes is added up. That is no less than what is held at any time, since operation by operation
 * everything is held until the step ends, and views are counted as if they were copies; and it grows with the rows. Fused
 * layers and narrow types take less. What it cannot see: what a native operation needs for itself, and what PyTorch keeps
 * for later. So a batch that does not fit after all is still halved ({@link RowLimit}).
 */
final class MemoryLimit {
    /** As they are, and once more packed or in a narrow type. */
    private static final int BYTES_PER_PARAMETER = 2 * Float.BYTES;

    private static final double MEBI = 1 << 20;

    private MemoryLimit() {}

    /**
     * The options with batches that fit into the memory limit, if there is one.
     *
     * @throws IllegalArgumentException if not even one text of the greatest length fits
     */
    static EngineOptions fit(EngineOptions options, Weights weights) {
        if (options.hardware().memoryBytes().isEmpty()) {
            return options;
        }
        long limit = options.hardware().memoryBytes().getAsLong();
        int workers = options.workersOn(weights.manager().getDevice().isGpu());
        long fixed = BYTES_PER_PARAMETER * weights.architecture().parameterCount();
        long row = rowBytes(weights);
        long rows = (limit - fixed) / workers / row;
        int maxTokens = weights.architecture().maxTokens();
        if (rows < 1) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "the memory limit of the engine must be at least %.1f MiB (the weights, and a text of %d tokens for each"
                            + " of %d workers), but was %.1f MiB: raise it, or run fewer workers",
                    (fixed + workers * row) / MEBI,
                    maxTokens,
                    workers,
                    limit / MEBI));
        }
        return options.withMaxBatchTokens((int) Math.min(options.maxBatchTokens(), rows * maxTokens));
    }

    /** What a row of the longest text makes in a batch step, read-out included. */
    static long rowBytes(Weights weights) {
        Architecture architecture = weights.architecture();
        CycledTransformer plain =
                new CycledTransformer(weights, Dropout.OFF); // soft gates: every token runs every layer
        try (NDManager step = weights.manager().newSubManager()) {
            int[] first = {0};
            RowStates states = plain.begin(step, new int[1][architecture.maxTokens()]);
            states = plain.cycle(step, states, first).states();
            plain.answer(step, states, first);
            return step.getManagedArrays().stream()
                    .mapToLong(MemoryLimit::bytes)
                    .sum();
        }
    }

    private static long bytes(NDArray array) {
        return array.size() * array.getDataType().getNumOfBytes();
    }
}
