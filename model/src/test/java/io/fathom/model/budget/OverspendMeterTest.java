package io.fathom.model.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverspendMeterTest {
    private static final long SECOND = 1_000_000_000;

    /** A minute's window of short steps holds more charges than the books do: they are booked together, a few at a time. */
    @Test
    void moreChargesThanTheBooksHoldAreNoOverspending() {
        long window = 60 * SECOND;
        long pause = 250_000; // 240 000 charges a window
        double rate = 4_000 * 100;
        OverspendMeter meter = new OverspendMeter(window, rate, 0);
        for (long now = pause; now < 3 * window; now += pause) {
            meter.charge(now, 100);
        }
        double together = window / 32_768.0 * rate * 1e-9; // what may be booked together, TLOps
        assertThat(meter.overspend().tlops()).isBetween(0.0, together + 100);
        assertThat(meter.entries()).isLessThanOrEqualTo((1 << 16) + 2);
    }

    /** However many are booked together: a burst of the last charges of a window shows in full. */
    @Test
    void overspendingShowsAmongManyCharges() {
        OverspendMeter meter = new OverspendMeter(SECOND, 100_000, 0);
        for (long now = SECOND; now < 2 * SECOND; now += SECOND / 100_000) {
            meter.charge(now, 2);
        }
        assertThat(meter.overspend().tlops()).isBetween(100_000.0 - 1e-3, 100_000.0 + 8);
    }

    /**
     * Workers read the clock before they get at the books, so a step may be booked later than it says. What such steps give
     * back counts all the same: the ledger grants it again.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whatStepsGiveBackIsNotOverspentWhateverTheOrderOfWorkers(long seed) {
        Random random = new Random(seed);
        ComputeBudget budget = ComputeBudget.of(1e6).withWindow(Duration.ofSeconds(2));
        BudgetLedger ledger = new BudgetLedger(budget, 0);
        PriorityQueue<long[]> workers =
                new PriorityQueue<>((a, b) -> Long.compare(a[0], b[0])); // {when, started, cost}
        for (int w = 0; w < 8; w++) {
            workers.add(new long[] {1 + w, -1, 0});
        }
        while (workers.peek()[0] < 20 * SECOND) {
            long[] next = workers.remove();
            if (next[1] >= 0) {
                ledger.giveBack(next[1], next[2] / 2);
            }
            long read = Math.max(0, next[0] - random.nextInt(2_000_000)); // a clock read up to 2 ms ago
            long cost = 500L + random.nextInt(1_000);
            long wait = ledger.request(read, cost);
            workers.add(
                    wait == 0
                            ? new long[] {next[0] + 100_000 + random.nextInt(2_000_000), read, cost}
                            : new long[] {next[0] + wait, -1, 0});
        }
        assertThat(ledger.spentEver()).isGreaterThan(19_000_000L);
        assertThat(ledger.overspend().steps()).as("seed %d", seed).isLessThanOrEqualTo(1);
    }

    /** Shares of an idle engine go on changing with the demand elsewhere; what they were long ago is of no use. */
    @Test
    void changesOfTheRateWhileNothingIsSpentAreForgotten() {
        OverspendMeter meter = new OverspendMeter(SECOND, 10_000, 0);
        for (int second = 1; second <= 10_000; second++) {
            meter.rate(10_000 + second, second * SECOND);
        }
        assertThat(meter.entries()).isLessThanOrEqualTo(3);
        meter.charge(10_000 * SECOND, 30_000);
        assertThat(meter.overspend().tlops()).isEqualTo(30_000 - 19_999.0);
    }
}
