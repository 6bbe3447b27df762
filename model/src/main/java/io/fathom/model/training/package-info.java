/** Makes bundles: data sets, losses, optimiser, trainer, calibration. Not on the job's path. */
@NullMarked
package io.fathom.model.training;

import org.jspecify.annotations.NullMarked;
