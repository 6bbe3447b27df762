@NullMarked
package io.fathom.cli.plot;

import org.jspecify.annotations.NullMarked;
