@NullMarked
package io.fathom.cli.train;

import org.jspecify.annotations.NullMarked;
