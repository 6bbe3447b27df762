package io.fathom.model.engine;

import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.depth.ExitPolicy;
import java.util.Optional;

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
 * @param exitPolicy decides the depth of each record while there is no budget
 * @param topK how many alternatives a result carries
 * @param budget what may be spent; with one the depth comes from the bundle's frontier
 */
public record EngineOptions(
        DeviceChoice device,
        int workers,
        int maxBatchRows,
        int maxBatchTokens,
        int queueRecords,
        long queueBytes,
        ExitPolicy exitPolicy,
        int topK,
        Optional<ComputeBudget> budget) {

    public EngineOptions {
        requirePositive("workers", workers);
        requirePositive("maxBatchRows", maxBatchRows);
        requirePositive("maxBatchTokens", maxBatchTokens);
        requirePositive("queueRecords", queueRecords);
        requirePositive("queueBytes", queueBytes);
        requirePositive("topK", topK);
    }

    /** Without a budget. */
    public EngineOptions(
            DeviceChoice device,
            int workers,
            int maxBatchRows,
            int maxBatchTokens,
            int queueRecords,
            long queueBytes,
            ExitPolicy exitPolicy,
            int topK) {
        this(
                device,
                workers,
                maxBatchRows,
                maxBatchTokens,
                queueRecords,
                queueBytes,
                exitPolicy,
                topK,
                Optional.empty());
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
                device, count, maxBatchRows, maxBatchTokens, queueRecords, queueBytes, exitPolicy, topK, budget);
    }

    public EngineOptions withExitPolicy(ExitPolicy policy) {
        return new EngineOptions(
                device, workers, maxBatchRows, maxBatchTokens, queueRecords, queueBytes, policy, topK, budget);
    }

    public EngineOptions withBudget(ComputeBudget limit) {
        return new EngineOptions(
                device,
                workers,
                maxBatchRows,
                maxBatchTokens,
                queueRecords,
                queueBytes,
                exitPolicy,
                topK,
                Optional.of(limit));
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
        }
    }
}
