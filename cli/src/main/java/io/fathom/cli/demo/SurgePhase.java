package io.fathom.cli.demo;

/** Parts of a surge run, told by when an event was created. */
enum SurgePhase {
    /** The job has just started; no figure speaks of it. */
    WARM_UP,
    BEFORE,
    DURING,
    /** Two windows after the surge, in which the budget has to find back to full depth; no figure speaks of it. */
    RECOVERING,
    AFTER
}
