package io.fathom.job.engines;

/**
 * A bundle that is to go into service when every TaskManager has it ready.
 *
 * @param directiveId of the directive that wants it
 */
public record Candidate(String directiveId, BundleRef bundle) {}
