@NullMarked
package io.fathom.job;

import org.jspecify.annotations.NullMarked;
