package io.fathom.model.budget;

/** Whether the answer that a record left with and its answer at full depth name the same label. */
public enum AuditOutcome {
    AGREED,
    DISAGREED
}
