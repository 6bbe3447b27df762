/** Names of metrics, and the one place where each is registered. */
@NullMarked
package io.fathom.job.metrics;

import org.jspecify.annotations.NullMarked;
