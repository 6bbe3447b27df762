/** Networks on DJL arrays, one concept a file; reading order: Architecture, Weights, ZeroTokenAttention, FeedForward, TransformerLayer, ZttNetwork. */
@NullMarked
package io.fathom.model.nn;

import org.jspecify.annotations.NullMarked;
