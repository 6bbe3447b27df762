/** Pre-trained encoders that bundles are built on: named ones in Maven jars, and folders of imported ones. */
@NullMarked
package io.fathom.model.base;

import org.jspecify.annotations.NullMarked;
