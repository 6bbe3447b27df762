@NullMarked
package io.fathom.model.bundle;

import org.jspecify.annotations.NullMarked;
