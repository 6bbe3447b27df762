@NullMarked
package io.fathom.bench;

import org.jspecify.annotations.NullMarked;
