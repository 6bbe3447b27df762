/** How a frontier is made of held-out records: optimal stopping, honest estimates, and what the points are held against. */
@NullMarked
package io.fathom.model.depth.frontier;

import org.jspecify.annotations.NullMarked;
