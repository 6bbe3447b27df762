/** Measurements and verdicts as Markdown and plots. */
@NullMarked
package io.fathom.cli.reproduce.pages;

import org.jspecify.annotations.NullMarked;
