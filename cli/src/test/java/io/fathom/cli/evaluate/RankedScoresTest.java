package io.fathom.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankedScoresTest {

    /** Against the definition: all pairs of a positive and a negative, ties counting half. */
    @Test
    void equalsTheShareOfPairsInTheRightOrder() {
        for (long seed = 1; seed <= 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int n = 2 + random.nextInt(40);
            double[] scores = random.ints(n, 0, 8).asDoubleStream().toArray(); // many ties
            List<Boolean> positive = IntStream.range(0, n)
                    .mapToObj(i -> i == 0 || (i != 1 && random.nextBoolean()))
                    .toList();
            double right = 0;
            long pairs = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    if (positive.get(i) && !positive.get(j)) {
                        pairs++;
                        right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                    }
                }
            }
            assertThat(RankedScores.auc(scores, positive)).as("seed %d", seed).isCloseTo(right / pairs, within(1e-12));
        }
    }

    @Test
    void isUndefinedWhereOneKindIsMissing() {
        assertThat(RankedScores.auc(new double[] {1, 2}, List.of(true, true))).isNaN();
    }
}
