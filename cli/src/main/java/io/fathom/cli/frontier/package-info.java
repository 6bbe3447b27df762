/** The frontier of quality against compute, for people: tables, plots, words. */
@NullMarked
package io.fathom.cli.frontier;

import org.jspecify.annotations.NullMarked;
