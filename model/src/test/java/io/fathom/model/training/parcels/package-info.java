@NullMarked
package io.fathom.model.training.parcels;

import org.jspecify.annotations.NullMarked;
