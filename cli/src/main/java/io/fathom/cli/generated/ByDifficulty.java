package io.fathom.cli.generated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Accuracy and depth by the difficulty of records.
 *
 * @param tallies by difficulty, in its order
 */
public record ByDifficulty(SortedMap<Integer, Tally> tallies) {
    /** Where no record has a difficulty. */
    public static final ByDifficulty NONE = new ByDifficulty(new TreeMap<>());

    public ByDifficulty {
        tallies = Collections.unmodifiableSortedMap(new TreeMap<>(tallies));
    }

    /**
     * What came of the records of one difficulty.
     *
     * @param records how many
     * @param right of them
     * @param cycles used by all of them
     */
    public record Tally(long records, long right, long cycles) {

        public double accuracy() {
            return (double) right / records;
        }

        public double meanCycles() {
            return (double) cycles / records;
        }

        private static Tally sum(Tally a, Tally b) {
            return new Tally(a.records + b.records, a.right + b.right, a.cycles + b.cycles);
        }
    }

    /** Counts records as they come. */
    public static final class Counter {
        private final SortedMap<Integer, Tally> tallies = new TreeMap<>();

        public void add(int difficulty, boolean right, int cyclesUsed) {
            tallies.merge(difficulty, new Tally(1, right ? 1 : 0, cyclesUsed), Tally::sum);
        }

        public ByDifficulty result() {
            return new ByDifficulty(tallies);
        }
    }

    public boolean isEmpty() {
        return tallies.isEmpty();
    }

    /** Adds {@code "byDifficulty": {"1": {"records": …, "accuracy": …, "meanCycles": …}, …}}; nothing where empty. */
    public void addTo(ObjectNode json) {
        if (isEmpty()) {
            return;
        }
        ObjectNode all = json.putObject("byDifficulty");
        for (Map.Entry<Integer, Tally> entry : tallies.entrySet()) {
            Tally tally = entry.getValue();
            all.putObject(String.valueOf(entry.getKey()))
                    .put("records", tally.records())
                    .put("accuracy", tally.accuracy())
                    .put("meanCycles", tally.meanCycles());
        }
    }
}
