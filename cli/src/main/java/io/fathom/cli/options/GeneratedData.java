package io.fathom.cli.options;

import io.fathom.model.training.RecordGenerator;
import io.fathom.model.training.Split;
import io.fathom.model.training.parcels.ParcelScans;

/** Data that Fathom makes itself, by its name on the command line. */
public enum GeneratedData {
    /** Scans of several parcels in any order, and a question about one of them. */
    PARCELS {
        @Override
        public RecordGenerator generator(Split split, long seed) {
            return new ParcelScans(split, seed);
        }
    };

    public abstract RecordGenerator generator(Split split, long seed);

    /** For picocli. */
    public static final class Name extends NameOf<GeneratedData> {
        public Name() {
            super(GeneratedData.class);
        }
    }
}
