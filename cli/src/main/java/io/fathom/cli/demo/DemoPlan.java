package io.fathom.cli.demo;

import java.util.OptionalInt;

/**
 * One run of the demo, decided before anything is started.
 *
 * @param title what the view says about it
 * @param verdict what counts as right
 * @param maxCycles cycles that the model has
 * @param limit most events to send
 * @param mostOutstanding events sent whose results have not been seen, at which the sender waits
 * @param stop when to stop sending, if not at the limit or the end of the input
 * @param expected how many events there will be, where that is known
 */
record DemoPlan(
        String title,
        Verdict verdict,
        int maxCycles,
        InputSource source,
        Arrivals arrivals,
        long limit,
        long mostOutstanding,
        StopRule stop,
        OptionalInt expected) {}
