package io.fathom.job.engines;

/**
 * What one engine could spend.
 *
 * @param model name and version of its bundle
 * @param tlopsPerSecond what its records would take at the richest depth, 0 if it has no budget to keep
 */
public record EngineDemand(String model, double tlopsPerSecond) {}
