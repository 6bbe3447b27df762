package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.TokenInput;
import io.fathom.model.nn.Weights;
import io.fathom.model.nn.ZeroToken;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ZeroTokenConversionTest {
    private static final TokenInput INPUT = new TokenInput(20, 8, 0);

    /** Layer by layer the same weights: with one cycle and without zero tokens the function is the stack's. */
    @Test
    void oneCycleWithoutZeroTokensIsTheStack() {
        for (NetworkKind kind : new NetworkKind[] {NetworkKind.VANILLA, NetworkKind.TOKENFORMER}) {
            NetworkValues stack = network(kind, 5);
            NetworkValues converted = new ZeroTokenConversion(1, ZeroToken.NONE, 1).of(stack);
            assertThat(FunctionDifference.largest(stack, converted, 2)).isLessThan(1e-6);
        }
    }

    @Test
    void addsZeroKeysAndNothingElse() {
        NetworkValues stack = network(NetworkKind.VANILLA, 6);
        NetworkValues converted = new ZeroTokenConversion(2, ZeroToken.LAYER, 1).of(stack);
        Architecture architecture = converted.architecture();
        assertThat(NetworkKind.of(architecture)).isEqualTo(NetworkKind.ZTT);
        assertThat(architecture.stack().executedLayers()).isEqualTo(10);
        assertThat(architecture.parameterCount() - stack.architecture().parameterCount())
                .isEqualTo(2 * 4 * 16);
        assertThat(converted.get("middle.3.attention.out.weight"))
                .isEqualTo(stack.get("middle.4.attention.out.weight"));
        assertThat(converted.get("tail.feedForward.in.bias")).isEqualTo(stack.get("middle.5.feedForward.in.bias"));
        double squares = 0;
        for (float k : converted.get("zero.key")) {
            squares += k * k;
        }
        assertThat(Math.sqrt(squares / converted.get("zero.key").length)).isBetween(0.015, 0.025);
        assertThat(FunctionDifference.largest(stack, converted, 2))
                .as("two cycles are another function")
                .isGreaterThan(1e-3);
    }

    @Test
    void takesPlainStacksOnly() {
        NetworkValues ztt = network(NetworkKind.ZTT, 5);
        assertThatThrownBy(() -> new ZeroTokenConversion(2, ZeroToken.LAYER, 1).of(ztt))
                .hasMessage("only a plain stack of at least 3 layers can be converted, but this one has 1 head, 3, 1"
                        + " tail");
        NetworkValues two = network(NetworkKind.VANILLA, 2);
        assertThatThrownBy(() -> new ZeroTokenConversion(2, ZeroToken.LAYER, 1).of(two))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static NetworkValues network(NetworkKind kind, int layers) {
        Architecture architecture =
                kind.architecture(INPUT, 16, 2, layers, 1, new Readout.Labels(3, Readout.Pooling.MEAN));
        try (NDManager manager = NDManager.newBaseManager();
                Weights weights = Initialiser.initialise(architecture, manager, 5)) {
            Map<String, float[]> values = new HashMap<>();
            weights.all().forEach((name, w) -> values.put(name, w.toFloatArray()));
            return new NetworkValues(architecture, values);
        }
    }
}
