@NullMarked
package io.fathom.model.training.importer;

import org.jspecify.annotations.NullMarked;
