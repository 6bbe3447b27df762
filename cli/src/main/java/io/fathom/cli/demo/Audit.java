package io.fathom.cli.demo;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Checks that every event left exactly one trace: one prediction with one telemetry record, or one dead letter.
 *
 * <p>It sees nothing but the committed records of the output topics, read from the beginning.
 */
final class Audit {
    private final EventIds ids;
    private final int[] predictions;
    private final int[] deadLetters;
    private final int[] telemetry;
    private long foreign;

    Audit(EventIds ids, int events) {
        this.ids = ids;
        this.predictions = new int[events];
        this.deadLetters = new int[events];
        this.telemetry = new int[events];
    }

    void add(OutputRecord output) {
        OptionalInt number = ids.number(output.eventId());
        if (number.isEmpty() || number.getAsInt() >= predictions.length) {
            foreign++;
            return;
        }
        tally(output)[number.getAsInt()]++;
    }

    private int[] tally(OutputRecord output) {
        if (output instanceof OutputRecord.Answer) {
            return predictions;
        }
        return output instanceof OutputRecord.Dead ? deadLetters : telemetry;
    }

    Result result() {
        long lost = 0;
        long duplicated = 0;
        long telemetryMissing = 0;
        long telemetryDuplicated = 0;
        for (int n = 0; n < predictions.length; n++) {
            int traces = predictions[n] + deadLetters[n];
            lost += traces == 0 ? 1 : 0;
            duplicated += Math.max(0, traces - 1);
            telemetryMissing += Math.max(0, predictions[n] - telemetry[n]);
            telemetryDuplicated += Math.max(0, telemetry[n] - predictions[n]);
        }
        return new Result(
                predictions.length,
                sum(predictions),
                sum(deadLetters),
                sum(telemetry),
                lost,
                duplicated,
                telemetryMissing,
                telemetryDuplicated,
                foreign);
    }

    private static long sum(int[] tally) {
        return Arrays.stream(tally).asLongStream().sum();
    }

    /**
     * @param events events sent
     * @param lost events with neither prediction nor dead letter
     * @param duplicated predictions and dead letters beyond the first of an event
     * @param telemetryMissing predictions without telemetry
     * @param telemetryDuplicated telemetry without a prediction of its own
     * @param foreign records about events that were never sent
     */
    record Result(
            int events,
            long predictions,
            long deadLetters,
            long telemetry,
            long lost,
            long duplicated,
            long telemetryMissing,
            long telemetryDuplicated,
            long foreign) {

        boolean clean() {
            return lost == 0 && duplicated == 0 && telemetryMissing == 0 && telemetryDuplicated == 0 && foreign == 0;
        }
    }
}
