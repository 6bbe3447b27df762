/** From other people's files (Hugging Face folders, ONNX) to bases and bundles. */
@NullMarked
package io.fathom.model.training.importer;

import org.jspecify.annotations.NullMarked;
