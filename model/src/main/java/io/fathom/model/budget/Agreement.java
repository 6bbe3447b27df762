package io.fathom.model.budget;

/** How the audited answers of an operating point compare with what its frontier promised. */
public enum Agreement {
    /** As promised, as far as can be told; also where nothing is promised, or nothing audited. */
    KEPT,
    /** Fewer answers are those of full depth: depth is saved at the cost of quality. */
    BELOW,
    /** More are: the records are easier than those of the calibration, and less depth may do. */
    ABOVE;

    /** Whether the stream is not like the data of the calibration any more. */
    public boolean isDrift() {
        return this != KEPT;
    }
}
