@NullMarked
package io.fathom.cli.options;

import org.jspecify.annotations.NullMarked;
