@NullMarked
package io.fathom.cli;

import org.jspecify.annotations.NullMarked;
