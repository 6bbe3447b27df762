package io.fathom.model.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShareRuleTest {
    private static final double BUDGET = 1e6;
    private static final Offset<Double> EXACT = within(1e-6 * BUDGET);

    @Test
    void atRestEveryEngineHasItsStaticShare() {
        assertThat(ShareRule.divide(BUDGET, List.of(new Claim(1, 0), new Claim(3, 0))))
                .satisfiesExactly(a -> assertThat(a).isCloseTo(BUDGET / 4, EXACT), b -> assertThat(b)
                        .isCloseTo(BUDGET * 3 / 4, EXACT));
    }

    /** All the load on one of four: the bar of the job is 90 %, a static quarter would get 25 %. */
    @Test
    void oneThatHasAllTheLoadGetsAllButTheFloors() {
        List<Double> shares = ShareRule.divide(
                BUDGET, List.of(new Claim(1, 0), new Claim(1, 5 * BUDGET), new Claim(1, 0), new Claim(1, 0)));
        assertThat(shares.get(1)).isCloseTo(0.97 * BUDGET, EXACT);
        assertThat(shares.get(0)).isCloseTo(0.01 * BUDGET, EXACT);
    }

    @Test
    void whoAsksForLittleGetsItWhoeverElseIsShort() {
        List<Double> shares = ShareRule.divide(
                BUDGET, List.of(new Claim(1, 0.1 * BUDGET), new Claim(1, 9 * BUDGET), new Claim(1, 4 * BUDGET)));
        assertThat(shares.get(0)).isCloseTo(0.11 * BUDGET, EXACT);
        assertThat(shares.get(1)).isCloseTo(0.445 * BUDGET, EXACT);
        assertThat(shares.get(2)).isCloseTo(0.445 * BUDGET, EXACT);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyDivisionIsCompleteAndFair(long seed) {
        Random random = new Random(seed);
        for (int trial = 0; trial < 200; trial++) {
            List<Claim> claims = claims(random);
            List<Double> shares = ShareRule.divide(BUDGET, claims);
            String what = "seed " + seed + ", trial " + trial + ": " + claims + " -> " + shares;
            double weights = claims.stream().mapToDouble(Claim::weight).sum();

            assertThat(shares.stream().mapToDouble(Double::doubleValue).sum())
                    .as(what)
                    .isCloseTo(BUDGET, EXACT);
            for (int i = 0; i < claims.size(); i++) {
                Claim claim = claims.get(i);
                double floor = ShareRule.floor(BUDGET * claim.weight() / weights);
                assertThat(shares.get(i)).as(what).isGreaterThanOrEqualTo(floor * (1 - 1e-9));
                boolean isShort = shares.get(i) < ShareRule.HEADROOM * claim.demandPerSecond() - 1e-6 * BUDGET;
                for (int j = 0; j < claims.size() && isShort; j++) {
                    // Nobody has more for its weight than one that is short, except by its floor.
                    assertThat(shares.get(j) / claims.get(j).weight())
                            .as("%s: %s is short, %s", what, i, j)
                            .isLessThanOrEqualTo(shares.get(i) / claim.weight() * (1 + 1e-9) + 1e-6 * BUDGET);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void askingForMoreNeverGetsLess(long seed) {
        Random random = new Random(seed);
        for (int trial = 0; trial < 200; trial++) {
            List<Claim> claims = claims(random);
            int asker = random.nextInt(claims.size());
            List<Claim> louder = new ArrayList<>(claims);
            Claim claim = claims.get(asker);
            louder.set(asker, new Claim(claim.weight(), claim.demandPerSecond() * 2 + 0.1 * BUDGET));
            double floorAsk = ShareRule.HEADROOM * claim.demandPerSecond();
            double before = Math.min(ShareRule.divide(BUDGET, claims).get(asker), floorAsk);
            assertThat(ShareRule.divide(BUDGET, louder).get(asker))
                    .as("seed %s, trial %s: %s asks for more among %s", seed, trial, asker, claims)
                    .isGreaterThanOrEqualTo(before * (1 - 1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theOrderOfClaimsDoesNotMatter(long seed) {
        Random random = new Random(seed);
        List<Claim> claims = claims(random);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, claims.size()).boxed().toList());
        Collections.shuffle(order, random);
        List<Double> shares = ShareRule.divide(BUDGET, claims);
        List<Double> shuffled =
                ShareRule.divide(BUDGET, order.stream().map(claims::get).toList());
        for (int i = 0; i < order.size(); i++) {
            assertThat(shuffled.get(i)).as("seed %s: %s", seed, claims).isCloseTo(shares.get(order.get(i)), EXACT);
        }
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> ShareRule.divide(0, List.of())).hasMessageContaining("but was 0.0");
        assertThatThrownBy(() -> new Claim(0, 1)).hasMessageContaining("weight");
        assertThatThrownBy(() -> new Claim(1, Double.NaN)).hasMessageContaining("but was NaN");
    }

    private static List<Claim> claims(Random random) {
        return IntStream.range(0, 1 + random.nextInt(8))
                .mapToObj(i -> new Claim(
                        1 + random.nextInt(4),
                        random.nextInt(3) == 0 ? 0 : BUDGET * Math.pow(10, 3 * random.nextDouble() - 2)))
                .toList();
    }
}
