package io.fathom.model.budget;

import java.util.ArrayList;
import java.util.List;

/** What was spent when, written down by a test that does not trust the ledger's own books. */
final class Spending {
    private final List<Long> times = new ArrayList<>();
    private final List<Long> costs = new ArrayList<>();

    void note(long nanos, long cost) {
        times.add(nanos);
        costs.add(cost);
    }

    long total() {
        return costs.stream().mapToLong(Long::longValue).sum();
    }

    long largestStep() {
        return costs.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** The most that was spent in any period of this length; one that ends with a step, or there is one that spent more. */
    long mostIn(long window) {
        long most = 0;
        long sum = 0;
        int first = 0;
        for (int last = 0; last < times.size(); last++) {
            sum += costs.get(last);
            while (times.get(first) <= times.get(last) - window) {
                sum -= costs.get(first++);
            }
            most = Math.max(most, sum);
        }
        return most;
    }

    /** Spent from {@code from} up to but not including {@code to}. */
    long between(long from, long to) {
        long sum = 0;
        for (int i = 0; i < times.size(); i++) {
            if (times.get(i) >= from && times.get(i) < to) {
                sum += costs.get(i);
            }
        }
        return sum;
    }
}
