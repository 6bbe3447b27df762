/** Lines in, predictions out: no Flink, no Kafka. */
@NullMarked
package io.fathom.cli.score;

import org.jspecify.annotations.NullMarked;
