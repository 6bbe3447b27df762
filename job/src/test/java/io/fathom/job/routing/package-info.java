@NullMarked
package io.fathom.job.routing;

import org.jspecify.annotations.NullMarked;
