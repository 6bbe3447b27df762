/** What the papers claim, as rules from measurements to verdicts. No files, no networks. */
@NullMarked
package io.fathom.cli.reproduce.claims;

import org.jspecify.annotations.NullMarked;
