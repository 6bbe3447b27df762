/** Bundles that need no base. */
@NullMarked
package io.fathom.cli.pack;

import org.jspecify.annotations.NullMarked;
