/** The pages of {@code docs/reference}, made of what the code says of itself. */
@NullMarked
package io.fathom.cli.reference;

import org.jspecify.annotations.NullMarked;
