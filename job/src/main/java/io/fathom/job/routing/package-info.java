/** Outcomes to predictions, telemetry and dead letters. */
@NullMarked
package io.fathom.job.routing;

import org.jspecify.annotations.NullMarked;
