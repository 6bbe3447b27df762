/** Runs records through networks; {@link io.fathom.model.engine.ScoringEngine} is the seam. */
@NullMarked
package io.fathom.model.engine;

import org.jspecify.annotations.NullMarked;
