@NullMarked
package io.fathom.cli.reproduce;

import org.jspecify.annotations.NullMarked;
