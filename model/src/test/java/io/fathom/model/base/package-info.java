@NullMarked
package io.fathom.model.base;

import org.jspecify.annotations.NullMarked;
