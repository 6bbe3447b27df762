package io.fathom.job.control;

import io.fathom.job.io.RawRecord;
import org.jspecify.annotations.Nullable;

/** What the control operator hears: exactly one of a record of the control topic and a report of a TaskManager. */
public record ControlInput(@Nullable RawRecord directive, @Nullable SiteReport report) {
    public ControlInput {
        if ((directive == null) == (report == null)) {
            throw new IllegalArgumentException("an input must be either a directive or a report");
        }
    }

    public static ControlInput of(RawRecord directive) {
        return new ControlInput(directive, null);
    }

    public static ControlInput of(SiteReport report) {
        return new ControlInput(null, report);
    }
}
