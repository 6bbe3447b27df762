package io.fathom.model.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CostModelTest {

    @Test
    void chargesTokensTimesExecutedLayers() {
        CostModel cost = CostModel.headTail(4);
        assertThat(cost.executedLayers(2, 1)).isEqualTo(10); // the example of ZTT's Figure 1
        assertThat(cost.tlops(7, 2, 1)).isEqualTo(70);
        assertThat(cost.tlops(7, 2, 2)).isEqualTo(77); // the confidence policy runs the tail after every cycle
        assertThat(cost.tlopsFull(7, 3)).isEqualTo(98);
    }

    @Test
    void refusesNegativeDepth() {
        assertThatThrownBy(() -> CostModel.headTail(0)).hasMessage("layersPerCycle must be at least 1, but was 0");
        assertThatThrownBy(() -> CostModel.headTail(1).executedLayers(-1, 1))
                .hasMessage("cycles and answers must not be negative, but were -1 and 1");
    }
}
