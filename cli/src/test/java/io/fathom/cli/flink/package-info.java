@NullMarked
package io.fathom.cli.flink;

import org.jspecify.annotations.NullMarked;
