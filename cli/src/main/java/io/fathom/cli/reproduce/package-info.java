/** The claims of the papers put to the test: plans runs, runs what is missing, writes pages. */
@NullMarked
package io.fathom.cli.reproduce;

import org.jspecify.annotations.NullMarked;
