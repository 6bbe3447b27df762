package io.fathom.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterBenchmarkTest {

    /** What it measures is what it says: the thresholds open the shares asked for, at every batch size. */
    @Test
    void opensTheGatesThatItIsAskedFor() {
        List<String> progress = new ArrayList<>();
        List<RouterBenchmark.Row> rows = new RouterBenchmark(
                        32, 24, List.of(1, 8), List.of(0.25, 0.5, 1.0), 2, Duration.ofMillis(5), progress::add)
                .run();
        assertThat(rows).extracting(RouterBenchmark.Row::batch).containsExactly(1, 1, 1, 8, 8, 8);
        for (int i = 0; i < rows.size(); i++) {
            RouterBenchmark.Row row = rows.get(i);
            double asked = List.of(0.25, 0.5, 1.0).get(i % 3);
            assertThat(row.open()).isCloseTo(asked, within(row.batch() == 1 ? 0.2 : 0.05));
            assertThat(row.denseMillis().min()).isPositive();
            assertThat(row.softSpeed().min()).isPositive();
            assertThat(row.hardSpeed().min()).isPositive();
            assertThat(row.servedHardSpeed().min()).isPositive();
        }
        assertThat(progress).hasSize(2);
    }
}
