package io.fathom.job.control;

import io.fathom.job.engines.Candidate;

/**
 * A change of model on which the TaskManagers work.
 *
 * @param next what is in force when all of them are ready
 */
public record PendingModel(Candidate candidate, ModelRule next, DirectiveOrigin origin) {}
