package io.fathom.model.depth.frontier;

import java.util.OptionalDouble;

/**
 * One way to run a network, and what stopping gives then.
 *
 * @param gateThreshold of the token gates; empty where the network has none
 * @param table of the same records, in the same order, as that of every other dial of a search
 */
public record Dial(OptionalDouble gateThreshold, StoppingTable table) {}
