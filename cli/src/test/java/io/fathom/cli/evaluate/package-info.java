@NullMarked
package io.fathom.cli.evaluate;

import org.jspecify.annotations.NullMarked;
