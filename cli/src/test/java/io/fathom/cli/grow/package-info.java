@NullMarked
package io.fathom.cli.grow;

import org.jspecify.annotations.NullMarked;
