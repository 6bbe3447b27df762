package io.fathom.cli.cluster;

/** A number of things, for messages. */
final class Counted {
    private Counted() {}

    /** @param noun one with a regular plural */
    static String of(int number, String noun) {
        String plural = noun.endsWith("s") ? noun + "es" : noun + "s";
        return number + " " + (number == 1 ? noun : plural);
    }
}
