package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RecordMixTest {
    private static final boolean[] HALF = {true, false, true, false};

    @Test
    void weightsMakeTheMixThatIsWanted() {
        double[] weights = RecordMix.weights(HALF, 0.1);
        assertThat(weights[0] + weights[2]).isCloseTo(0.1 * 4, within(1e-12));
        assertThat(Arrays.stream(weights).sum()).isCloseTo(4, within(1e-12));
        assertThat(RecordMix.weights(HALF, 0.5)).containsOnly(1);
    }

    @Test
    void aKindThatIsMissingCannotBeMadeUp() {
        assertThat(RecordMix.weights(new boolean[] {false, false}, 0.1)).containsOnly(1);
        assertThat(RecordMix.weights(new boolean[] {true, true}, 0.1)).containsOnly(1);
    }

    @Test
    void unevenWeightsCountAsFewerRecords() {
        assertThat(RecordMix.effective(new double[] {1, 1, 1, 1})).isEqualTo(4);
        assertThat(RecordMix.effective(RecordMix.weights(HALF, 0.1))).isBetween(2.0, 2.6);
    }
}
