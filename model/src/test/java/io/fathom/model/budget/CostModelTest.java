package io.fathom.model.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** papers.md 2.5: B T (1 + (L − 1) α) TLOps, for six layers and the shares that the paper prints. */
    @ParameterizedTest
    @CsvSource({"0.726, 0.228", "0.833, 0.139", "0.755, 0.204", "1, 0"})
    void tokensThatSkipLayersSaveThem(double open, double saved) {
        CostModel stemAndFive = new CostModel(1, 5, 0);
        long run = Math.round(open * 5 * 1000);
        double tlops = stemAndFive.tlopsOfRouted(1000, run, 1);
        assertThat(1 - tlops / stemAndFive.tlopsFull(1000, 1)).isCloseTo(saved, within(5e-4));
        assertThat(stemAndFive.outerLayers()).isEqualTo(1);
        assertThatThrownBy(() -> stemAndFive.tlopsOfRouted(1000, -1, 1))
                .hasMessage("middleLayersRun must not be negative, but was -1");
    }

    /** Every record pays for the n-gram model, and one that leaves at depth zero for nothing else. */
    @Test
    void depthZeroIsInTheBooks() {
        CostModel costs = new CostModel(0, 1, 0).withDepthZero(0.25);
        assertThat(costs.tlops(1, 0, 0)).isEqualTo(1);
        assertThat(costs.tlops(20, 0, 0)).isEqualTo(5);
        assertThat(costs.tlops(20, 3, 3)).isEqualTo(65);
        assertThat(costs.tlopsFull(20, 12)).isEqualTo(245);
        assertThat(costs.tlopsOfRouted(20, 7, 1)).isEqualTo(12);
        assertThat(new CostModel(1, 1, 1).tlops(20, 0, 1)).isEqualTo(40);
        assertThatThrownBy(() -> costs.withDepthZero(Double.NaN))
                .hasMessage("depthZeroPerToken must be at least 0 and finite, but was NaN");
    }
}
