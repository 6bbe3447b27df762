@NullMarked
package io.fathom.model.ngram;

import org.jspecify.annotations.NullMarked;
