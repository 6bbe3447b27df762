/** Bytes to text events; what does not decode or is invalid becomes a dead letter and never stops the job. */
@NullMarked
package io.fathom.job.decode;

import org.jspecify.annotations.NullMarked;
