@NullMarked
package io.fathom.job.io.wire;

import org.jspecify.annotations.NullMarked;
