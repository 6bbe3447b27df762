/** Files of named tensors: safetensors and ONNX. Pure Java; tensors are read one after the other and never all at once. */
@NullMarked
package io.fathom.model.tensors;

import org.jspecify.annotations.NullMarked;
