@NullMarked
package io.fathom.job.io;

import org.jspecify.annotations.NullMarked;
