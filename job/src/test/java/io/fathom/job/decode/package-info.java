@NullMarked
package io.fathom.job.decode;

import org.jspecify.annotations.NullMarked;
