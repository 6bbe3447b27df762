package io.fathom.cli.replay;

import io.fathom.schemas.DepthTelemetry;
import io.fathom.schemas.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * A prediction with what else was published about its event.
 *
 * @param telemetry null if there is none
 * @param text null if the event is not in its topic any more
 */
record Publication(Prediction prediction, @Nullable DepthTelemetry telemetry, @Nullable String text) {}
