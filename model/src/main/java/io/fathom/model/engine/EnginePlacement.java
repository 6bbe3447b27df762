package io.fathom.model.engine;

/**
 * Where an engine computes.
 *
 * @param device such as {@code cpu} or {@code gpu:0}
 * @param fallback whether the CPU stands in for a GPU that was asked for and is not there
 */
public record EnginePlacement(String device, boolean fallback) {}
