/** What runs have found, and the file that keeps it. */
@NullMarked
package io.fathom.cli.reproduce.results;

import org.jspecify.annotations.NullMarked;
