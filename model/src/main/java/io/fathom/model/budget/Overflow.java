package io.fathom.model.budget;

/** What happens when even the least depth costs more than the budget has. */
public enum Overflow {
    /** Records wait: the engine takes them as fast as the budget pays for them, and the source is held back. */
    BACKPRESSURE,
    /** Records that would be answered later than the target latency are turned away. */
    SHED
}
