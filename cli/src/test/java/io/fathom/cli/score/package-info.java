@NullMarked
package io.fathom.cli.score;

import org.jspecify.annotations.NullMarked;
