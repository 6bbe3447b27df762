package io.fathom.model.engine;

import io.fathom.model.nn.Precision;

/**
 * Where an engine computes, and in which numbers.
 *
 * @param device such as {@code cpu} or {@code gpu:0}
 * @param precision of matrices
 * @param fallback whether the CPU stands in for a GPU that was asked for
 */
public record EnginePlacement(String device, Precision precision, boolean fallback) {}
