/**
 * A Kafka broker in this process, for demo, tests and benchmarks, or in one of its own. Needs {@code kafka_2.13} on the class path, which is an
 * optional dependency of this module: a job on a cluster never loads this package.
 */
@NullMarked
package io.fathom.job.io.broker;

import org.jspecify.annotations.NullMarked;
