@NullMarked
package io.fathom.job.engines;

import org.jspecify.annotations.NullMarked;
