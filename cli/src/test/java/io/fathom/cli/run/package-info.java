@NullMarked
package io.fathom.cli.run;

import org.jspecify.annotations.NullMarked;
