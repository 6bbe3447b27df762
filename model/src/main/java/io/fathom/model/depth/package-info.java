/** Pure rules of depth: signals, exit policies, reasons. No tensors, no clocks. */
@NullMarked
package io.fathom.model.depth;

import org.jspecify.annotations.NullMarked;
