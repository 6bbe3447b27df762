@NullMarked
package io.fathom.cli.replay;

import org.jspecify.annotations.NullMarked;
