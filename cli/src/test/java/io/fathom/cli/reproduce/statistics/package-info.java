@NullMarked
package io.fathom.cli.reproduce.statistics;

import org.jspecify.annotations.NullMarked;
