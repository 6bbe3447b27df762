package io.fathom.model.training;

import io.fathom.model.bundle.BundleParts;
import java.io.IOException;
import java.nio.file.Path;

/** A training on its way to a bundle; one at a time in a process. */
public interface BundleTraining extends AutoCloseable {

    /** What a training ends with. */
    interface Finished {
        BundleParts parts();
    }

    /** True when all steps are done, or dev has not improved for long enough. */
    boolean isDone();

    /**
     * Runs until the network at work is done, or until {@code steps} more steps have been run.
     *
     * @return true if dev was looked at, which is a good moment for a checkpoint
     */
    boolean run(int steps) throws IOException;

    /** Writes the state of the network at work to a file, or beside it where there are several networks. */
    void writeCheckpoint(Path file) throws IOException;

    /** Deletes what {@link #writeCheckpoint} wrote. */
    void deleteCheckpoints(Path file) throws IOException;

    /**
     * The bundle, from the best weights so far.
     *
     * @throws IllegalStateException if dev has not been looked at
     */
    Finished finish();

    @Override
    void close();
}
