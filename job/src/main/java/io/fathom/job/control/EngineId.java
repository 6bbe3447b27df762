package io.fathom.job.control;

/**
 * One engine of the job.
 *
 * @param taskManager Flink's id of the one it runs in
 * @param model name and version of its bundle
 */
record EngineId(String taskManager, String model) {}
