package io.fathom.bench;

import java.util.Locale;

/** How large a cluster is thought to be. */
record ClusterSize(int taskManagers, int slots) {

    ClusterSize {
        if (taskManagers < 1 || slots < 1) {
            throw new IllegalArgumentException("a cluster must have at least one TaskManager and slot, but was "
                    + taskManagers + " TaskManagers with " + slots + " slots");
        }
    }

    /** Subtasks of every operator. */
    int subtasks() {
        return taskManagers * slots;
    }

    /** Such as {@code 1000 x 4}. */
    String text() {
        return String.format(Locale.ROOT, "%d x %d", taskManagers, slots);
    }
}
