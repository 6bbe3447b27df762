@NullMarked
package io.fathom.cli.reproduce.claims;

import org.jspecify.annotations.NullMarked;
