/** The terminal: what it can show, drawing without flicker, Ctrl-C, and lines of progress. */
@NullMarked
package io.fathom.cli.terminal;

import org.jspecify.annotations.NullMarked;
