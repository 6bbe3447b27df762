package io.fathom.cli.reproduce.results;

import java.util.Optional;

/** What a run must have been made with to count. */
public interface Provenance {

    /** Fingerprint of a method's recipe in this version; empty for a method that this version does not have. */
    Optional<String> recipe(String task, String method);

    /** Fingerprint of the data of a task; empty if any will do, as long as it is the same for all runs. */
    Optional<String> data(String task);
}
