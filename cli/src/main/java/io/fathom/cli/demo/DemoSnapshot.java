package io.fathom.cli.demo;

import io.fathom.cli.generated.ByDifficulty;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The state of a running demo at one moment; all that the view shows.
 *
 * @param title what is running: model, exit policy, input
 * @param sent events sent
 * @param inPerSecond events sent per second, over the last seconds
 * @param outPerSecond predictions and dead letters seen per second, over the last seconds
 * @param byCycles predictions by cycles used, index 0 for depth zero
 * @param byReason predictions by exit reason
 * @param byDifficulty accuracy and cycles by difficulty, where the input has one
 * @param budget where the records met the budget; empty where there is none
 * @param p50Millis median time from an event's creation to its prediction, over the last seconds
 * @param p99Millis its 99th percentile
 * @param labelled predictions of events whose label is known
 * @param accuracy share of them that were right; empty before the first
 * @param latest the last predictions and dead letters, newest first
 */
record DemoSnapshot(
        String title,
        Duration elapsed,
        long sent,
        long predictions,
        long deadLetters,
        long telemetry,
        double inPerSecond,
        double outPerSecond,
        List<Long> byCycles,
        Map<String, Long> byReason,
        ByDifficulty byDifficulty,
        Optional<Budget> budget,
        long p50Millis,
        long p99Millis,
        long labelled,
        OptionalDouble accuracy,
        List<Row> latest) {

    /** One of the last results. For a dead letter {@code cycles} is 0 and {@code label} says why. */
    record Row(int cycles, float score, String label, Mark mark, String text) {}

    /**
     * Where the records meet the budget.
     *
     * @param level of the record seen last
     * @param point operating point of the same record
     * @param points mean operating point of each of the last seconds, oldest first
     * @param highest operating point seen so far
     */
    record Budget(String level, int point, List<Double> points, int highest) {}

    /** How a result compares with what was expected. */
    enum Mark {
        /** No label is known. */
        NONE,
        RIGHT,
        WRONG,
        /** A dead letter. */
        DEAD
    }

    /** Events sent whose result has not been seen. */
    long lag() {
        return Math.max(0, sent - predictions - deadLetters);
    }

    double meanCycles() {
        long cycles = 0;
        for (int c = 0; c < byCycles.size(); c++) {
            cycles += c * byCycles.get(c);
        }
        return predictions == 0 ? 0 : (double) cycles / predictions;
    }
}
