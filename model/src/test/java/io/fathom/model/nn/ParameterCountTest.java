package io.fathom.model.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fathom.model.bundle.NetworkKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes that the papers print (papers.md 1.2, 2.2, 2.6, 2.7, 3.3), to the last parameter. */
class ParameterCountTest {
    private static final Readout NEXT = new Readout.NextToken();

    @ParameterizedTest(name = "d {0}, {1} layers, {2} heads, vocabulary {3}, context {4}")
    @CsvSource({
        "128, 6, 4, 32, 64, 1199104, 1219909",
        "256, 6, 8, 65, 128, 4782336, 4864901",
        "256, 6, 8, 6064, 256, 6350848, 6433413",
    })
    void ofTheSelectivePaper(int dim, int layers, int heads, int vocabulary, int context, long base, long selective) {
        TokenInput input = new TokenInput(vocabulary, context, 0);
        assertThat(count(NetworkKind.VANILLA, input, dim, heads, layers)).isEqualTo(base);
        assertThat(count(NetworkKind.TSA, input, dim, heads, layers)).isEqualTo(selective);
    }

    @Test
    void fiveRoutersAreSeventeenThousandths() {
        TokenInput input = new TokenInput(65, 128, 0);
        long base = count(NetworkKind.VANILLA, input, 256, 8, 6);
        long routers = count(NetworkKind.TSA, input, 256, 8, 6) - base;
        assertThat(routers).isEqualTo(5 * 16_513);
        assertThat(100.0 * routers / base).isCloseTo(1.73, within(0.005));
    }

    /** TSA's early-exit baseline: the same trunk with a norm of its own in front of the tied head after each layer. */
    @Test
    void ofTheEarlyExitBaseline() {
        Architecture exits = new Architecture(
                new TokenInput(65, 128, 0),
                256,
                8,
                new LayerStack(false, 1, false, 6, false),
                new Projections.Dense(1024, false),
                ZeroToken.NONE,
                false,
                NEXT);
        assertThat(exits.parameterCount()).isEqualTo(4_784_896);
    }

    /** 16 L d n in the layers, with 4n slots for the feed-forward; besides them embeddings and the last norm. */
    @ParameterizedTest(name = "{0} layers, d {1}, {2} slots")
    @CsvSource({"6, 256, 192", "6, 256, 384", "6, 256, 768", "12, 768, 576", "12, 768, 8620"})
    void ofTokenFormer(int layers, int dim, int slots) {
        int vocabulary = 65;
        int context = 128;
        Architecture architecture = new Architecture(
                new TokenInput(vocabulary, context, 0),
                dim,
                8,
                LayerStack.plain(layers, 1),
                Projections.Slots.of(slots),
                ZeroToken.NONE,
                false,
                NEXT);
        long inLayers = 16L * layers * dim * slots;
        assertThat(architecture.parameterCount()).isEqualTo(inLayers + (long) (vocabulary + context) * dim + 2L * dim);
    }

    /** With slots for three quarters of the width, a layer is as large as a dense one's matrices, 12 d². */
    @Test
    void tokenFormerOfTheFamilyIsAsLargeAsTheDenseTrunk() {
        TokenInput input = new TokenInput(65, 128, 0);
        long layers = count(NetworkKind.TOKENFORMER, input, 256, 8, 6) - (65 + 128) * 256 - 2 * 256;
        assertThat(layers).isEqualTo(6L * 12 * 256 * 256).isEqualTo(16L * 6 * 256 * 192);
    }

    /** C (L − 2) d zero keys and nothing else: 3072 for d = 256, L = 6, C = 3. */
    @Test
    void ofTheZeroTokens() {
        TokenInput input = new TokenInput(65, 128, 0);
        long plain = NetworkKind.HTC.architecture(input, 256, 8, 6, 3, NEXT).parameterCount();
        long zero = NetworkKind.ZTT.architecture(input, 256, 8, 6, 3, NEXT).parameterCount();
        assertThat(zero - plain).isEqualTo(3072);
        assertThat(plain).isEqualTo(count(NetworkKind.VANILLA, input, 256, 8, 6));
    }

    private static long count(NetworkKind kind, TokenInput input, int dim, int heads, int layers) {
        return kind.architecture(input, dim, heads, layers, 1, NEXT).parameterCount();
    }
}
