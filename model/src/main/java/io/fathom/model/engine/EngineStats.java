package io.fathom.model.engine;

/**
 * Counters of an engine since its start.
 *
 * @param waiting records in the queue now
 * @param active records in batches now
 * @param submitted records accepted
 * @param answered records answered
 * @param failed records that failed alone
 * @param batchedRows sum over batch steps of the rows in them
 * @param batchSteps head, cycle and tail steps run on batches
 * @param tlops token-layer operations charged to answers
 * @param atDepthZero records answered before they entered a batch, by the n-gram model
 * @param splitBatches batches that failed as a whole, most often for want of memory, and went on in halves
 */
public record EngineStats(
        int waiting,
        int active,
        long submitted,
        long answered,
        long failed,
        long batchedRows,
        long batchSteps,
        long tlops,
        long atDepthZero,
        long splitBatches) {}
