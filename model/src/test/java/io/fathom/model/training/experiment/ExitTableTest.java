package io.fathom.model.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExitTableTest {
    /** Units 0 and 1 are done after the first exit, 2 and 3 need the second. */
    private static final ExitTable TABLE = new ExitTable(
            new double[] {2, 4},
            new double[][] {{0, 0}, {0, 0}, {1, 0}, {3, 0}},
            new double[][] {{1, 1}, {1, 1}, {0, 1}, {0, 1}},
            new double[] {1, 1, 1, 1});

    private record Swept(List<Measurement> measurements) {
        static Swept of(ExitTable table, double[][] signal, int first) {
            return new Swept(table.sweep("s", signal, first));
        }

        Measurement get(String setting) {
            return measurements.stream()
                    .filter(m -> m.setting().equals(setting))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(setting));
        }
    }

    @Test
    void allAtOneExit() {
        assertThat(TABLE.fixed("a", 0)).isEqualTo(Measurement.of("a", 1, 0.5, 2));
        assertThat(TABLE.fixed("b", 1)).isEqualTo(Measurement.of("b", 0, 1, 4));
    }

    @Test
    void aSignalThatKnowsBeatsChanceAtEqualCompute() {
        Swept byName = Swept.of(TABLE, new double[][] {{0.9, 0}, {0.8, 0}, {0.2, 0}, {0.1, 0}}, 0);
        assertThat(byName.get("s-q050")).isEqualTo(Measurement.of("s-q050", 0, 1, 3));
        Measurement chance = byName.get("s-random-q050");
        assertThat(chance.layers()).isEqualTo(3);
        assertThat(chance.loss()).isCloseTo(0.5, within(1e-12));
        assertThat(chance.accuracy()).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void theEndsAreTheFixedExits() {
        Swept byName = Swept.of(TABLE, new double[][] {{0.9, 9}, {0.8, 9}, {0.2, 9}, {0.1, 9}}, 0);
        assertThat(byName.get("s-q000")).isEqualTo(Measurement.of("s-q000", 1, 0.5, 2));
        assertThat(byName.get("s-q100")).isEqualTo(Measurement.of("s-q100", 0, 1, 4));
    }

    @Test
    void weightsCount() {
        ExitTable table = new ExitTable(TABLE.layers(), TABLE.loss(), TABLE.correct(), new double[] {1, 1, 1, 5});
        assertThat(table.fixed("a", 0).loss()).isCloseTo(2, within(1e-12));
    }

    @Test
    void exitsBeforeTheFirstAreNotTaken() {
        ExitTable table = new ExitTable(
                new double[] {1, 2, 3}, new double[][] {{5, 6, 7}}, new double[][] {{0, 0, 0}}, new double[] {1});
        Swept byName = Swept.of(table, new double[][] {{9, 9, 9}}, 1);
        assertThat(byName.get("s-q000").loss()).isEqualTo(6);
    }
}
