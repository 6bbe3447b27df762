/** Pages that commands write. */
@NullMarked
package io.fathom.cli.markdown;

import org.jspecify.annotations.NullMarked;
