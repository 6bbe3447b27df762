/** Strict reading of small JSON files. */
@NullMarked
package io.fathom.model.json;

import org.jspecify.annotations.NullMarked;
