@NullMarked
package io.fathom.job.metrics;

import org.jspecify.annotations.NullMarked;
