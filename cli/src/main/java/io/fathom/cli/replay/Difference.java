package io.fathom.cli.replay;

/**
 * Something that was published and comes out otherwise now.
 *
 * @param what such as {@code label}
 */
record Difference(String eventId, String what, String published, String computed) {

    @Override
    public String toString() {
        return "event '" + eventId + "': " + what + " was published as " + published + ", but is " + computed;
    }
}
