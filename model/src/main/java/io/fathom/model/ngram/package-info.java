/** A linear classifier over n-grams: what answers before the first layer. Plain Java, no native memory. */
@NullMarked
package io.fathom.model.ngram;

import org.jspecify.annotations.NullMarked;
