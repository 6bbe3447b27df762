package io.fathom.model.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void risesStaysAndFalls() {
        Schedule schedule = new Schedule(100, 1, 0.01, 0.1, 0.6);
        assertThat(schedule.rate(0)).isCloseTo(0.001, within(1e-12));
        assertThat(schedule.rate(9)).isCloseTo(0.01, within(1e-12));
        assertThat(schedule.rate(10)).isEqualTo(0.01);
        assertThat(schedule.rate(60)).isEqualTo(0.01);
        assertThat(schedule.rate(80)).isCloseTo(0.01 * (0.02 + 0.98 / 2), within(1e-12));
        assertThat(schedule.rate(99)).isBetween(0.0002, 0.0003);
    }

    @Test
    void aSingleStepHasARate() {
        assertThat(Schedule.cosine(1, 1, 0.01).rate(0)).isEqualTo(0.01);
    }

    @Test
    void refusesWhatIsOutOfOrder() {
        assertThatThrownBy(() -> new Schedule(10, 1, 0.1, 0.5, 0.2)).hasMessageContaining("0.5");
        assertThatThrownBy(() -> new Schedule(0, 1, 0.1, 0, 0)).hasMessageContaining("at least 1");
    }
}
