/** Flink inside this process, and the files that it must not leave behind. */
@NullMarked
package io.fathom.cli.flink;

import org.jspecify.annotations.NullMarked;
