package io.fathom.cli.generated;

import io.fathom.cli.options.NameOf;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.training.RecordGenerator;
import io.fathom.model.training.Split;
import io.fathom.model.training.parcels.ParcelScans;
import java.util.Arrays;
import java.util.Optional;

/** Data that Fathom makes itself, by its name on the command line. */
public enum GeneratedData {
    /** Scans of several parcels in any order, and a question about one of them. */
    PARCELS {
        @Override
        public RecordGenerator generator(Split split, long seed) {
            return new ParcelScans(split, seed);
        }
    };

    /** The kind that a bundle was trained on: it has the labels of no other data. */
    public static Optional<GeneratedData> of(ModelBundle bundle) {
        return Arrays.stream(values())
                .filter(data -> data.generator(Split.TEST, 0).labels().equals(bundle.labels()))
                .findFirst();
    }

    public abstract RecordGenerator generator(Split split, long seed);

    /** For picocli. */
    public static final class Name extends NameOf<GeneratedData> {
        public Name() {
            super(GeneratedData.class);
        }
    }
}
