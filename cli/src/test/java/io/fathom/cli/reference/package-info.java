@NullMarked
package io.fathom.cli.reference;

import org.jspecify.annotations.NullMarked;
