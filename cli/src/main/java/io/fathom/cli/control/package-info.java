/** {@code fathom control}: directives to a running job. */
@NullMarked
package io.fathom.cli.control;

import org.jspecify.annotations.NullMarked;
