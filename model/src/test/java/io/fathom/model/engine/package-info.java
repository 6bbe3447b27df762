@NullMarked
package io.fathom.model.engine;

import org.jspecify.annotations.NullMarked;
