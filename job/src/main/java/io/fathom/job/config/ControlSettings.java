package io.fathom.job.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * How the job takes directives.
 *
 * @param enabled false if it takes none
 * @param pace time between two reports, and between two orders
 * @param modelTimeout how long TaskManagers may take to get a model ready
 * @param shareTimeout how long a share of the budget holds without a new one
 */
public record ControlSettings(boolean enabled, Duration pace, Duration modelTimeout, Duration shareTimeout)
        implements Serializable {}
