/** A bundle's quality at every depth and under an exit policy. */
@NullMarked
package io.fathom.cli.evaluate;

import org.jspecify.annotations.NullMarked;
