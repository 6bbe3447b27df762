/** A bundle with more slots from another. */
@NullMarked
package io.fathom.cli.grow;

import org.jspecify.annotations.NullMarked;
