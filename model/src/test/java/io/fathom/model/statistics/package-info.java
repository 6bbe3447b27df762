@NullMarked
package io.fathom.model.statistics;

import org.jspecify.annotations.NullMarked;
