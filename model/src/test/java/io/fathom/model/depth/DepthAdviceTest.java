package io.fathom.model.depth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DepthAdviceTest {

    @Test
    void saysThatDepthPaysWhereItDoes() {
        DepthAdvice advice = DepthAdvice.of(List.of(0.26, 0.56, 0.99, 1.0), 0.005);
        assertThat(advice.depthPays()).isTrue();
        assertThat(advice.depth()).isEqualTo(4);
        assertThat(advice.inWords("probe:0.95"))
                .isEqualTo(
                        "Depth pays on this data: 1 cycle gets 26.0 % right, 4 cycles get 100.0 %. Deploy probe:0.95.");
    }

    @Test
    void saysThatDepthDoesNotPayAndNamesTheDepthToDeploy() {
        DepthAdvice flat = DepthAdvice.of(List.of(0.931, 0.933, 0.934), 0.005);
        assertThat(flat.depthPays()).isFalse();
        assertThat(flat.inWords("fixed:1"))
                .isEqualTo("This data does not profit from depth: 1 cycle gets 93.1 % right, 3 cycles get 93.4 %."
                        + " Deploy fixed:1.");
        DepthAdvice shallow = DepthAdvice.of(List.of(0.86, 0.896, 0.888), 0.005);
        assertThat(shallow.depth()).isEqualTo(2);
        assertThat(shallow.inWords("fixed:2"))
                .isEqualTo("Depth pays on this data up to 2 cycles: 1 cycle gets 86.0 % right, 2 cycles get 89.6 %,"
                        + " 3 cycles get 88.8 %. Deploy fixed:2.");
    }

    @Test
    void depthZeroIsADepthAndTheBestOneNeedNotBeTheLast() {
        DepthAdvice encoder = DepthAdvice.of(0, List.of(0.888, 0.92, 0.961, 0.964, 0.956), 0.005);
        assertThat(encoder.depth()).isEqualTo(2);
        assertThat(encoder.depthPays()).isTrue();
        assertThat(encoder.inWords("point:7"))
                .isEqualTo("Depth pays on this data up to 2 cycles: depth zero gets 88.8 % right, 2 cycles get 96.1 %,"
                        + " 3 cycles get 96.4 %, 4 cycles get 95.6 %. Deploy point:7.");
        DepthAdvice none = DepthAdvice.of(0, List.of(0.981, 0.984), 0.005);
        assertThat(none.depthPays()).isFalse();
        assertThat(none.depth()).isZero();
        assertThat(none.inWords("fixed:0"))
                .isEqualTo("This data does not profit from depth: depth zero gets 98.1 % right, 1 cycle gets 98.4 %."
                        + " Deploy fixed:0.");
    }

    @Test
    void aModelOfOneCycleHasNothingToChoose() {
        assertThat(DepthAdvice.of(List.of(0.9), 0.005).inWords("fixed:1"))
                .isEqualTo("The model has one cycle; there is no depth to choose.");
    }
}
