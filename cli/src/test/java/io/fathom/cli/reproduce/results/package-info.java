@NullMarked
package io.fathom.cli.reproduce.results;

import org.jspecify.annotations.NullMarked;
