package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.TokenInput;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InitialiserTest {

    /** Norms begin as 1 and 0 wherever they stand, matrices by their width, and each exit's classifier by itself. */
    @Test
    void ofAnEncoder() {
        Architecture encoder = NetworkKind.ENCODER.architecture(
                new TokenInput(100, 8, 0, 64), 32, 2, 2, 1, Readout.Labels.perExit(40, Readout.Pooling.MEAN_FIRST));
        Map<String, float[]> values = Initialiser.values(encoder, 1);
        assertThat(get(values, "embed.norm.weight")).containsOnly(1);
        assertThat(get(values, "embed.norm.bias")).containsOnly(0);
        assertThat(get(values, "embed.project.bias")).containsOnly(0);
        assertThat(get(values, "middle.1.attention.norm.weight")).containsOnly(1);
        assertThat(deviation(get(values, "embed.token"))).isBetween(0.095, 0.105);
        assertThat(deviation(get(values, "embed.project.weight"))).isBetween(0.119, 0.131); // 1 / sqrt(64)
        assertThat(deviation(get(values, "classifier.1.weight"))).isBetween(0.119, 0.131);
        assertThat(get(values, "classifier.1.weight")).isNotEqualTo(get(values, "classifier.0.weight"));
    }

    private static float[] get(Map<String, float[]> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    private static double deviation(float[] values) {
        return Math.sqrt(IntStream.range(0, values.length)
                .mapToDouble(i -> (double) values[i] * values[i])
                .average()
                .orElseThrow());
    }
}
