@NullMarked
package io.fathom.cli.control;

import org.jspecify.annotations.NullMarked;
