/** What is on disk: manifest, weights, tokenizer, model card, and their integrity. */
@NullMarked
package io.fathom.model.bundle;

import org.jspecify.annotations.NullMarked;
