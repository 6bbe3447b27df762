package io.fathom.model.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetLedgerTest {
    private static final long SECOND = 1_000_000_000;
    private static final ComputeBudget BUDGET = ComputeBudget.of(10_000).withWindow(Duration.ofSeconds(1));

    /** Steps of all sizes, idle times from none to several windows, one to five workers, clocks that start anywhere. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void noPeriodOfAWindowSpendsMoreThanTheBudgetAndOneStep(long seed) {
        Random random = new Random(seed);
        ComputeBudget budget = ComputeBudget.of(100 * Math.pow(10, random.nextDouble() * 5))
                .withWindow(Duration.ofMillis(100 + random.nextInt(5000)));
        double worth = budget.tlopsPerSecond() * budget.windowSeconds();
        long largest = Math.max(1, (long) (worth * random.nextDouble() * 0.3));
        Spending spending =
                work(budget, random, 1 + random.nextInt(5), largest, random.nextDouble() < 0.5 ? 0.05 : 0, 20);
        assertThat((double) spending.mostIn(budget.window().toNanos()))
                .as("seed %d, %s, steps up to %d", seed, budget, largest)
                .isLessThanOrEqualTo(worth + spending.largestStep());
    }

    /** The ledger's own books against those of the test: what was earned since the start, the largest step and the worst period. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void itsBooksTellTheWorstPeriod(long seed) {
        Random random = new Random(seed);
        long window = BUDGET.window().toNanos();
        BudgetLedger ledger = new BudgetLedger(BUDGET, 0);
        Spending spending = new Spending();
        List<double[]> rates = new ArrayList<>(List.of(new double[] {0, 10_000})); // {from, rate}
        long now = 0;
        double worst = 0;
        while (now < 8 * SECOND) {
            now += (long) (SECOND / 100 * random.nextDouble());
            if (random.nextDouble() < 0.01) {
                double rate = 1_000 * (1 + random.nextInt(20));
                ledger.rate(rate, now);
                rates.add(new double[] {now, rate});
            }
            long cost = 1L + random.nextInt(400);
            if (ledger.request(now, cost) == 0) {
                spending.note(now, cost);
                worst = Math.max(worst, spending.between(now - window + 1, now + 1) - earned(rates, now - window, now));
            }
        }
        Overspend told = ledger.overspend();
        assertThat(told.largestStep()).as("seed %d", seed).isEqualTo(spending.largestStep());
        assertThat(told.tlops())
                .as("seed %d", seed)
                .isCloseTo(worst, within(1e-3))
                .isPositive();
        assertThat(told.steps()).as("seed %d", seed).isLessThanOrEqualTo(1);
    }

    private static double earned(List<double[]> rates, long from, long to) {
        double earned = 0;
        for (int i = 0; i < rates.size(); i++) {
            double begin = Math.max((double) from, rates.get(i)[0]);
            double end = i + 1 < rates.size() ? Math.min((double) to, rates.get(i + 1)[0]) : to;
            earned += Math.max(0, end - begin) * 1e-9 * rates.get(i)[1];
        }
        return earned;
    }

    /** The meter trusts no rule: it also tells of books that were not kept. */
    @Test
    void whatIsSpentAgainstTheRuleShows() {
        OverspendMeter meter = new OverspendMeter(SECOND, 10_000, 0);
        for (long now = SECOND; now < 2 * SECOND; now += SECOND / 100) {
            meter.charge(now, 150);
        }
        assertThat(meter.overspend()).isEqualTo(new Overspend(5_000, 150));
        meter.giveBack(3 * SECOND, 50); // too late for what has been
        assertThat(meter.overspend().tlops()).isEqualTo(5_000);
    }

    /**
     * Gate. Guards against losing the moments in which no worker asks. Healthy: 0.99 and more of the budget while all that
     * holds the workers back is the ledger; a bucket without any burst, the failure, spends 0.90.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whileWorkWaitsTheBudgetIsUsed(long seed) {
        ComputeBudget budget = ComputeBudget.of(1e6);
        double windows = 30;
        // four workers that would spend 1.15 times the budget if they were let
        Spending spending = work(budget, new Random(seed), 4, 5_750, 0, windows);
        double used = spending.between(0, (long) (windows * budget.window().toNanos()))
                / (windows * budget.windowSeconds() * budget.tlopsPerSecond());
        assertThat(used).as("share of the budget, seed %d", seed).isBetween(0.985, 1.001);
    }

    /** Gate. The failure is a token bucket that saves a window's worth: the same load makes it spend twice the budget. */
    @Test
    void aBucketThatSavesAWholeWindowWouldSpendTwiceTheBudget() {
        Spending ledger = new Spending();
        Spending bucket = new Spending();
        BudgetLedger books = new BudgetLedger(BUDGET, 0);
        double tokens = 10_000;
        for (long now = 5 * SECOND; now < 10 * SECOND; now += SECOND / 1000) {
            while (books.request(now, 50) == 0) {
                ledger.note(now, 50);
            }
            tokens = Math.min(10_000, tokens + 10);
            while (tokens >= 50) {
                tokens -= 50;
                bucket.note(now, 50);
            }
        }
        assertThat(bucket.mostIn(SECOND)).isGreaterThan(19_000);
        assertThat(ledger.mostIn(SECOND)).isLessThanOrEqualTo(10_050);
    }

    @Test
    void aBurstPassesAtOnceAndTheRestIsSpread() {
        BudgetLedger ledger = new BudgetLedger(BUDGET, 0);
        long now = 3 * SECOND;
        long spent = 0;
        while (ledger.request(now, 25) == 0) {
            spent += 25;
        }
        assertThat(spent).isBetween(625L, 675L); // a sixteenth of a window's worth, and a step
        assertThat(ledger.request(now, 25)).isBetween(1L, 2_500_001L); // a step's worth of time
    }

    @Test
    void nothingIsSavedBeforeTheStart() {
        BudgetLedger ledger = new BudgetLedger(BUDGET, 7);
        assertThat(ledger.request(7, 100)).isZero();
        assertThat(ledger.request(7, 100)).isPositive();
        assertThat(ledger.request(7 + SECOND / 100, 100)).isZero();
        assertThat(ledger.request(7 + SECOND / 100, 100)).isPositive();
    }

    @Test
    void whatAStepDidNotUseCanBeSpentAgain() {
        BudgetLedger ledger = new BudgetLedger(BUDGET, 0);
        long now = 3 * SECOND;
        assertThat(ledger.request(now, 1000)).isZero();
        assertThat(ledger.request(now, 1000)).isPositive();
        ledger.giveBack(now, 900);
        assertThat(ledger.request(now, 1000)).isZero();
        assertThat(ledger.spentEver()).isEqualTo(1100);
        assertThat(ledger.spentPerSecond(now)).isCloseTo(1100, within(1.0));
        assertThat(ledger.spentPerSecond(now + 2 * SECOND)).isZero();
    }

    @Test
    void aNewRateCountsFromNowOn() {
        BudgetLedger ledger = new BudgetLedger(BUDGET, 0);
        Spending spending = new Spending();
        for (long now = 0; now < 6 * SECOND; now += SECOND / 1000) {
            if (now == 3 * SECOND) {
                ledger.rate(1_000, now);
            }
            while (ledger.request(now, 10) == 0) {
                spending.note(now, 10);
            }
        }
        assertThat(spending.between(SECOND, 3 * SECOND)).isBetween(19_600L, 20_010L);
        assertThat(spending.between(4 * SECOND, 6 * SECOND)).isBetween(1_900L, 2_100L);
    }

    @Test
    void aClockThatStandsStillOrStepsBackGrantsNothingNew() {
        BudgetLedger ledger = new BudgetLedger(BUDGET, SECOND);
        assertThat(ledger.request(SECOND, 5)).isZero();
        assertThat(ledger.request(SECOND - 5, 5)).isPositive();
        assertThat(ledger.request(SECOND, 5)).isPositive();
    }

    @Test
    void aLongSleepIsForgottenAtOnce() {
        BudgetLedger ledger = new BudgetLedger(BUDGET, 0);
        assertThat(ledger.request(SECOND, 5000)).isZero();
        assertThat(ledger.spentPerSecond(SECOND * 86_400 * 365)).isZero();
        assertThat(ledger.request(SECOND * 86_400 * 365, 5)).isZero();
    }

    /**
     * Workers that ask for a step, wait as long as they are told, and then work for about a millisecond.
     *
     * @param idle how often a worker pauses after a step, for up to three windows
     * @param windows how long, in windows
     */
    private static Spending work(
            ComputeBudget budget, Random random, int workers, long largest, double idle, double windows) {
        long start = random.nextLong() >> 2;
        BudgetLedger ledger = new BudgetLedger(budget, start);
        long window = budget.window().toNanos();
        Spending spending = new Spending();
        PriorityQueue<long[]> asking = new PriorityQueue<>((a, b) -> Long.compare(a[0], b[0])); // {when, cost}
        for (int w = 0; w < workers; w++) {
            asking.add(new long[] {start + random.nextInt(1_000_000), cost(random, largest)});
        }
        double perWorker = 1.15 * budget.tlopsPerSecond() / workers;
        while (asking.peek()[0] < start + windows * window) {
            long[] next = asking.remove();
            long wait = ledger.request(next[0], next[1]);
            if (wait == 0) {
                spending.note(next[0] - start, next[1]);
                double busy = idle == 0 ? next[1] / perWorker * 1e9 : 1e6 * random.nextDouble();
                double pause = random.nextDouble() < idle ? 3.0 * window * random.nextDouble() : 0;
                asking.add(new long[] {next[0] + 1 + (long) (busy + pause), cost(random, largest)});
            } else {
                asking.add(new long[] {next[0] + wait, next[1]});
            }
        }
        return spending;
    }

    private static long cost(Random random, long largest) {
        return 1 + (long) (largest * Math.pow(random.nextDouble(), 2));
    }
}
