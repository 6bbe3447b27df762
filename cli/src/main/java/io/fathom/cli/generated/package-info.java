/** Data that Fathom makes itself, and what is measured by its difficulty. */
@NullMarked
package io.fathom.cli.generated;

import org.jspecify.annotations.NullMarked;
