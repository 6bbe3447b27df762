/** Options that several commands share. */
@NullMarked
package io.fathom.cli.options;

import org.jspecify.annotations.NullMarked;
