package io.fathom.job.control;

import io.fathom.job.io.RecordOrigin;

/** Where a directive lies in the control topic. */
public record DirectiveOrigin(int partition, long offset) {
    static DirectiveOrigin of(RecordOrigin origin) {
        return new DirectiveOrigin(origin.partition(), origin.offset());
    }
}
