/** Everything about a bundle that held-out data decides, decided again. */
@NullMarked
package io.fathom.cli.calibrate;

import org.jspecify.annotations.NullMarked;
