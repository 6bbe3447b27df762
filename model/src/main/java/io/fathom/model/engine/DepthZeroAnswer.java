package io.fathom.model.engine;

import io.fathom.model.depth.ExitSignal;

/**
 * What the n-gram model says of a record before any layer runs. Immutable.
 *
 * @param scores its log-probabilities, uncalibrated: they go into the answers of all later exits
 * @param read calibrated, as {@link AnswerRule#readDepthZero} gives it
 * @param signal what a policy decides on
 * @param verdict equal for answers that say the same
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record DepthZeroAnswer(float[] scores, float[] read, ExitSignal signal, int verdict) {}
