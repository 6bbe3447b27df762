package io.fathom.model.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.jspecify.annotations.Nullable;

/** Compares a row of signals with what the slow reference tells. */
final class ReferenceSignals {
    private ReferenceSignals() {}

    /** @param expected in the order of {@link SignalLayout}, or null where there are no zero tokens */
    static void assertRow(float[] signals, int row, Architecture architecture, double @Nullable [] expected) {
        int width = SignalLayout.of(architecture).width();
        assertThat(width).isEqualTo(expected == null ? 2 : expected.length);
        for (int i = 0; i < width; i++) {
            assertThat((double) signals[row * width + i])
                    .as("signal %d of row %d", i, row)
                    .isCloseTo(expected == null ? 0 : expected[i], within(1e-5));
        }
    }
}
