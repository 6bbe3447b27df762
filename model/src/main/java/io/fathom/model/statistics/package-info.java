/** Pure statistics of repeated runs: estimates with intervals, curves and the area between them. */
@NullMarked
package io.fathom.model.statistics;

import org.jspecify.annotations.NullMarked;
