package io.fathom.model.engine;

import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.depth.ExitPolicy;
import java.util.Optional;

/**
 * How an engine runs.
 *
 * @param hardware where the tensors live, and in which numbers matrices are multiplied
 * @param workers worker threads with one intra-op thread each; 0 for one per core, or one on a GPU
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
        Hardware hardware,
        int workers,
        int maxBatchRows,
        int maxBatchTokens,
        int queueRecords,
        long queueBytes,
        ExitPolicy exitPolicy,
        int topK,
        Optional<ComputeBudget> budget) {

    public EngineOptions {
        if (workers < 0) {
            throw new IllegalArgumentException("workers must be at least 0, but were " + workers);
        }
        requirePositive("maxBatchRows", maxBatchRows);
        requirePositive("maxBatchTokens", maxBatchTokens);
        requirePositive("queueRecords", queueRecords);
        requirePositive("queueBytes", queueBytes);
        requirePositive("topK", topK);
    }

    /** In float32 and without a budget. */
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
                Hardware.of(device),
                workers,
                maxBatchRows,
                maxBatchTokens,
                queueRecords,
                queueBytes,
                exitPolicy,
                topK,
                Optional.empty());
    }

    /** As many workers as the device likes, batches of 32 rows, and the given policy. */
    public static EngineOptions defaults(ExitPolicy exitPolicy) {
        return new EngineOptions(DeviceChoice.AUTO, 0, 32, 2048, 1024, 16L << 20, exitPolicy, 3);
    }

    public EngineOptions withHardware(Hardware other) {
        return new EngineOptions(
                other, workers, maxBatchRows, maxBatchTokens, queueRecords, queueBytes, exitPolicy, topK, budget);
    }

    public EngineOptions withMaxBatchTokens(int tokens) {
        return new EngineOptions(
                hardware, workers, maxBatchRows, tokens, queueRecords, queueBytes, exitPolicy, topK, budget);
    }

    public EngineOptions withWorkers(int count) {
        return new EngineOptions(
                hardware, count, maxBatchRows, maxBatchTokens, queueRecords, queueBytes, exitPolicy, topK, budget);
    }

    public EngineOptions withExitPolicy(ExitPolicy policy) {
        return new EngineOptions(
                hardware, workers, maxBatchRows, maxBatchTokens, queueRecords, queueBytes, policy, topK, budget);
    }

    public EngineOptions withBudget(ComputeBudget limit) {
        return new EngineOptions(
                hardware,
                workers,
                maxBatchRows,
                maxBatchTokens,
                queueRecords,
                queueBytes,
                exitPolicy,
                topK,
                Optional.of(limit));
    }

    /** A GPU runs one batch after the other whoever brings them, so it has one worker where nothing is said. */
    int workersOn(boolean gpu) {
        if (workers > 0) {
            return workers;
        }
        return gpu ? 1 : Runtime.getRuntime().availableProcessors();
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
        }
    }
}
