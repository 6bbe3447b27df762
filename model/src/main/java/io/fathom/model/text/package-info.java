/** Text to token ids: loads and trains byte-level BPE tokenizers in the Hugging Face {@code tokenizer.json} format. */
@NullMarked
package io.fathom.model.text;

import org.jspecify.annotations.NullMarked;
