@NullMarked
package io.fathom.cli.inspect;

import org.jspecify.annotations.NullMarked;
