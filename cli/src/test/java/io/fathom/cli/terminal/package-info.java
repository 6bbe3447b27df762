@NullMarked
package io.fathom.cli.terminal;

import org.jspecify.annotations.NullMarked;
