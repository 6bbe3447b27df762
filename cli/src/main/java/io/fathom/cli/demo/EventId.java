package io.fathom.cli.demo;

import java.util.OptionalInt;

/** The demo numbers its events from 0; the number is in the id, so that what comes back can be counted. */
final class EventId {
    private static final String PREFIX = "demo-";

    private EventId() {}

    static String of(int number) {
        return PREFIX + number;
    }

    /** The number in an id, or empty if the demo never made this id. */
    static OptionalInt number(String id) {
        if (!id.startsWith(PREFIX)) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(id.substring(PREFIX.length()));
            return number >= 0 && of(number).equals(id) ? OptionalInt.of(number) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
