package io.fathom.cli;

/** What the process says to the shell. */
public final class ExitCodes {
    /** All that was asked for is done. */
    public static final int DONE = 0;
    /** It was tried and did not work, or a check did not hold. */
    public static final int FAILED = 1;
    /** Wrong usage: nothing was tried. */
    public static final int USAGE = 2;

    private ExitCodes() {}
}
