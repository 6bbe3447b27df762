/** Sources, sinks and start-up checks: with {@code io.broker}, the only room that imports Kafka. */
@NullMarked
package io.fathom.job.io;

import org.jspecify.annotations.NullMarked;
