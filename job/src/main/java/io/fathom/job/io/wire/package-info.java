/** How records look in the topics: bytes to records and back. */
@NullMarked
package io.fathom.job.io.wire;

import org.jspecify.annotations.NullMarked;
