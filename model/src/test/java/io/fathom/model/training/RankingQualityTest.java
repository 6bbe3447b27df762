package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankingQualityTest {

    /** Against all pairs, with many ties. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void equalsThePairsCountedOneByOne(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 80;
        double[] scores = random.doubles(n).map(s -> Math.rint(8 * s)).toArray();
        boolean[] holds = new boolean[n];
        for (int i = 0; i < n; i++) {
            holds[i] = random.nextDouble() < 0.3 + 0.05 * scores[i];
        }
        double won = 0;
        int pairs = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (holds[i] && !holds[j]) {
                    pairs++;
                    won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        assertThat(RankingQuality.areaUnderCurve(scores, holds))
                .as("seed %d", seed)
                .isCloseTo(won / pairs, within(1e-12));
    }

    @Test
    void hasNoValueWhereThereIsNothingToRank() {
        assertThat(RankingQuality.areaUnderCurve(new double[] {1, 2}, new boolean[] {true, true}))
                .isNaN();
        assertThat(RankingQuality.areaUnderCurve(new double[] {1, 2}, new boolean[] {false, false}))
                .isNaN();
        assertThat(RankingQuality.areaUnderCurve(new double[] {1, 2}, new boolean[] {false, true}))
                .isEqualTo(1);
    }
}
