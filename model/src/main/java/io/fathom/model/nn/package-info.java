/**
 * Networks on DJL arrays, one concept a file. Reading order: Architecture, Weights, CycleNetwork, CycledTransformer, then the layers
 * twice: PlainLayers with TransformerLayer, Attention and FeedForward (any device, with gradients), and FusedLayers
 * (inference on a CPU, a cycle in one native call).
 */
@NullMarked
package io.fathom.model.nn;

import org.jspecify.annotations.NullMarked;
