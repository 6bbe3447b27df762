package io.fathom.job.control;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Says when to send orders, and numbers them: at once when there is news, else at a steady pace. */
final class OrderBook {
    private final long term;
    private final long paceMillis;
    private long round;
    private long sentAt = Long.MIN_VALUE / 2;

    /** @param term when the control operator started, milliseconds since 1970 */
    OrderBook(long term, Duration pace) {
        this.term = term;
        this.paceMillis = pace.toMillis();
    }

    Optional<Orders> next(DirectiveDesk desk, boolean news, long nowMillis) {
        if (!news && nowMillis - sentAt < paceMillis) {
            return Optional.empty();
        }
        sentAt = nowMillis;
        round++;
        return Optional.of(new Orders(
                term,
                round,
                desk.candidate().orElse(null),
                List.copyOf(desk.ruling().model().bundles())));
    }
}
