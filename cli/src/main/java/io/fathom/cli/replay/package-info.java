/** Published predictions, computed again. */
@NullMarked
package io.fathom.cli.replay;

import org.jspecify.annotations.NullMarked;
