package io.fathom.cli.demo;

import java.util.OptionalInt;

/**
 * Events are numbered from 0; the number is in the id, so that what comes back can be counted.
 *
 * @param run start of the ids, which tells the events of one run from those of others on the same topics
 */
record EventIds(String run) {
    /** Of a run that has its topics to itself. */
    static final EventIds DEMO = new EventIds("demo");

    String of(int number) {
        return run + "-" + number;
    }

    /** The number in an id, or empty if this run never made this id. */
    OptionalInt number(String id) {
        if (!isOwn(id)) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(id.substring(run.length() + 1));
            return number >= 0 && of(number).equals(id) ? OptionalInt.of(number) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** True if it starts as the ids of this run do. */
    boolean isOwn(String id) {
        return id.startsWith(run + "-");
    }
}
