/** What is in a bundle, and whether it is whole. */
@NullMarked
package io.fathom.cli.inspect;

import org.jspecify.annotations.NullMarked;
