/** Pure accounting and control of compute. No tensors, no Flink. */
@NullMarked
package io.fathom.model.budget;

import org.jspecify.annotations.NullMarked;
