@NullMarked
package io.fathom.model.budget;

import org.jspecify.annotations.NullMarked;
