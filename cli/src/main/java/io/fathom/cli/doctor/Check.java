package io.fathom.cli.doctor;

/**
 * One thing that was looked at.
 *
 * @param area such as {@code memory}
 * @param name of the thing within the area
 * @param value what was found
 * @param advice what to do, in a sentence; empty where nothing is wrong
 */
record Check(String area, String name, String value, Status status, String advice) {
    enum Status {
        OK,
        /** Works, but not as well as it could. */
        WARNING,
        /** Does not work. */
        BROKEN
    }

    static Check ok(String area, String name, String value) {
        return new Check(area, name, value, Status.OK, "");
    }

    static Check warning(String area, String name, String value, String advice) {
        return new Check(area, name, value, Status.WARNING, advice);
    }

    static Check broken(String area, String name, String value, String advice) {
        return new Check(area, name, value, Status.BROKEN, advice);
    }
}
