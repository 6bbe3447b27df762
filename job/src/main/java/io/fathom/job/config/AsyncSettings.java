package io.fathom.job.config;

import java.time.Duration;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;

/**
 * How records wait for the engine.
 *
 * @param capacity records in flight per subtask
 * @param timeout after which a record is answered with the best answer available
 * @param grace what the engine may take for that answer
 */
public record AsyncSettings(int capacity, Duration timeout, Duration grace, OutputMode outputMode) {}
