package io.fathom.model.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShareLedgerTest {
    private static final double BUDGET = 100;

    private final ShareLedger<String> ledger = new ShareLedger<>();

    @Test
    void whatOneGivesUpAnotherGetsWhenItIsConfirmed() {
        ledger.enter("a", 50, 1);
        ledger.enter("b", 50, 1);
        Map<String, Double> targets = Map.of("a", 10d, "b", 90d);
        assertThat(ledger.next(targets, BUDGET, 1)).isEqualTo(Map.of("a", 10d, "b", 50d));
        assertThat(ledger.next(targets, BUDGET, 2)).isEqualTo(Map.of("a", 10d, "b", 50d));
        ledger.confirm("a", 1);
        assertThat(ledger.next(targets, BUDGET, 3)).isEqualTo(Map.of("a", 10d, "b", 90d));
    }

    @Test
    void aNewcomerWaitsForTheOthers() {
        ledger.enter("a", 100, 1);
        ledger.enter("b", 0, 1);
        assertThat(ledger.next(Map.of("a", 50d, "b", 50d), BUDGET, 1)).isEqualTo(Map.of("a", 50d, "b", 0d));
        ledger.confirm("a", 1);
        assertThat(ledger.next(Map.of("a", 50d, "b", 50d), BUDGET, 2)).isEqualTo(Map.of("a", 50d, "b", 50d));
    }

    @Test
    void whoIsGoneSpendsNothing() {
        ledger.enter("a", 60, 1);
        ledger.enter("b", 40, 1);
        ledger.keepOnly(List.of("b"));
        assertThat(ledger.knows("a")).isFalse();
        assertThat(ledger.next(Map.of("b", 100d), BUDGET, 1)).isEqualTo(Map.of("b", 100d));
    }

    @Test
    void anEngineThatConfirmsNothingTakesNoMemory() {
        ledger.enter("mute", 70, 1);
        for (int round = 1; round < 10_000; round++) {
            ledger.next(Map.of("mute", 1d), BUDGET, round);
        }
        assertThat(ledger.mayBeInForce("mute")).isEqualTo(70);
        ledger.confirm("mute", 9_999);
        assertThat(ledger.mayBeInForce("mute")).isEqualTo(1);
    }

    /** Messages take any time and keep their order. What engines spend together never exceeds the budget. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theSumInForceNeverExceedsTheBudget(long seed) {
        Random random = new Random(seed);
        int engines = 2 + random.nextInt(5);
        List<SimulatedSite> sites = new ArrayList<>();
        for (int i = 0; i < engines; i++) {
            ledger.enter("e" + i, BUDGET / engines, 1);
            sites.add(new SimulatedSite("e" + i, BUDGET / engines));
        }
        Map<String, Double> targets = targets(random, engines);
        for (int round = 1; round <= 500; round++) {
            if (random.nextInt(20) == 0) {
                targets = targets(random, engines);
            }
            Map<String, Double> sent = ledger.next(targets, BUDGET, round);
            for (SimulatedSite site : sites) {
                site.inbox.add(new Message(round, sent.getOrDefault(site.name, -1d)));
                site.step(random);
                site.reported(random).ifPresent(r -> ledger.confirm(site.name, r));
                assertThat(sites.stream().mapToDouble(s -> s.share).sum())
                        .as("seed %s, round %s, shares in force %s", seed, round, sites)
                        .isLessThanOrEqualTo(BUDGET * (1 + 1e-9));
            }
        }
        Map<String, Double> settled = new HashMap<>();
        for (int round = 501; round <= 510; round++) {
            settled = ledger.next(targets, BUDGET, round);
            for (SimulatedSite site : sites) {
                ledger.confirm(site.name, round);
            }
        }
        for (Map.Entry<String, Double> target : targets.entrySet()) {
            assertThat(settled.get(target.getKey())).as("seed %s", seed).isCloseTo(target.getValue(), within(1e-6));
        }
    }

    private static Map<String, Double> targets(Random random, int engines) {
        List<Double> shares = ShareRule.divide(
                BUDGET,
                IntStream.range(0, engines)
                        .mapToObj(i -> new Claim(1, random.nextBoolean() ? 0 : 3 * BUDGET * random.nextDouble()))
                        .toList());
        Map<String, Double> targets = new HashMap<>();
        IntStream.range(0, engines).forEach(i -> targets.put("e" + i, shares.get(i)));
        return targets;
    }

    private record Message(long round, double share) {}

    private static final class SimulatedSite {
        private final String name;
        private final Deque<Message> inbox = new ArrayDeque<>();
        private final Deque<Long> outbox = new ArrayDeque<>();
        private double share;

        private SimulatedSite(String name, double share) {
            this.name = name;
            this.share = share;
        }

        /** Obeys none, some or all of what has come. */
        private void step(Random random) {
            while (!inbox.isEmpty() && random.nextInt(3) > 0) {
                Message message = inbox.remove();
                share = message.share;
                outbox.add(message.round);
            }
        }

        private Optional<Long> reported(Random random) {
            return outbox.isEmpty() || random.nextInt(3) == 0 ? Optional.empty() : Optional.of(outbox.remove());
        }

        @Override
        public String toString() {
            return name + "=" + share;
        }
    }
}
