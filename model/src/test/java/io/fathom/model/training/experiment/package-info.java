@NullMarked
package io.fathom.model.training.experiment;

import org.jspecify.annotations.NullMarked;
