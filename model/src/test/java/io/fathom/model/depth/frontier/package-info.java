@NullMarked
package io.fathom.model.depth.frontier;

import org.jspecify.annotations.NullMarked;
