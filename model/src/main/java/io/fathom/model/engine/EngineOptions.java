package io.fathom.model.engine;

import io.fathom.model.depth.ExitPolicy;

/**
 * How an engine runs.
 *
 * @param device where the tensors live
 * @param workers worker threads with one intra-op thread each; on a GPU always 1
 * @param maxBatchRows most rows in one worker's batch
 * @param maxBatchTokens most padded tokens (rows × longest row) in one worker's batch
 * @param queueRecords most records waiting or active; submitting more blocks
 * @param queueBytes most UTF-16 bytes of text waiting or active; submitting more blocks (a single larger record is let in
 *     alone)
 * @param exitPolicy decides the depth of each record
 * @param topK how many alternatives a result carries
 */
public record EngineOptions(
        DeviceChoice device,
        int workers,
        int maxBatchRows,
        int maxBatchTokens,
        int queueRecords,
        long queueBytes,
        ExitPolicy exitPolicy,
        int topK) {

    public EngineOptions {
        requirePositive("workers", workers);
        requirePositive("maxBatchRows", maxBatchRows);
        requirePositive("maxBatchTokens", maxBatchTokens);
        requirePositive("queueRecords", queueRecords);
        requirePositive("queueBytes", queueBytes);
        requirePositive("topK", topK);
    }

    /** One worker per core, batches of 32 rows, and the given policy. */
    public static EngineOptions defaults(ExitPolicy exitPolicy) {
        return new EngineOptions(
                DeviceChoice.AUTO,
                Runtime.getRuntime().availableProcessors(),
                32,
                2048,
                1024,
                16L << 20,
                exitPolicy,
                3);
    }

    public EngineOptions withWorkers(int count) {
        return new EngineOptions(
                device, count, maxBatchRows, maxBatchTokens, queueRecords, queueBytes, exitPolicy, topK);
    }

    public EngineOptions withExitPolicy(ExitPolicy policy) {
        return new EngineOptions(device, workers, maxBatchRows, maxBatchTokens, queueRecords, queueBytes, policy, topK);
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
        }
    }
}
