/** Parcel scans: generated messages whose questions take several steps to answer, so that depth has something to do. */
@NullMarked
package io.fathom.model.training.parcels;

import org.jspecify.annotations.NullMarked;
