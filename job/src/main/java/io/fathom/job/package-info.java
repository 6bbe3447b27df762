/** The job: {@link io.fathom.job.ScoringJob} wires real connectors to {@link io.fathom.job.ScoringTopology}. */
@NullMarked
package io.fathom.job;

import org.jspecify.annotations.NullMarked;
