package io.fathom.cli.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the operating point moved over the last minute, a mean for each second in which records were seen. */
final class BudgetTrail {
    private static final int SECONDS = 60;
    private static final long STEP_NANOS = 1_000_000_000L;

    private final Deque<Double> means = new ArrayDeque<>();
    private OutputRecord.@Nullable Place last;
    private int highest;
    private long sum;
    private long count;
    private long steppedAt;

    void add(OutputRecord.Place place) {
        last = place;
        highest = Math.max(highest, place.point());
        sum += place.point();
        count++;
    }

    /** Level that the last record met; empty before the first, and where there is no budget. */
    Optional<String> level() {
        return Optional.ofNullable(last).map(OutputRecord.Place::level);
    }

    /** What to show; the mean of a second joins the trail when the second is over. */
    Optional<DemoSnapshot.Budget> view(long nanos) {
        if (last == null) {
            return Optional.empty();
        }
        if (count > 0 && (means.isEmpty() || nanos - steppedAt >= STEP_NANOS)) {
            means.addLast((double) sum / count);
            if (means.size() > SECONDS) {
                means.removeFirst();
            }
            sum = 0;
            count = 0;
            steppedAt = nanos;
        }
        return Optional.of(new DemoSnapshot.Budget(last.level(), last.point(), List.copyOf(means), highest));
    }
}
