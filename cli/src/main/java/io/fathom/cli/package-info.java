/** The {@code fathom} command: its root, its exit codes and its error messages. */
@NullMarked
package io.fathom.cli;

import org.jspecify.annotations.NullMarked;
