@NullMarked
package io.fathom.model.text;

import org.jspecify.annotations.NullMarked;
