package io.fathom.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.job.config.ConfigException;
import org.junit.jupiter.api.Test;

class ScoringJobTest {

    @Test
    void theArgumentsAreNamed() {
        assertThatThrownBy(() -> ScoringJob.main(new String[] {"job.yaml"}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("arguments must be --config FILE, but were 'job.yaml'");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> ScoringJob.main(new String[] {"--config", "no-such.yaml"}))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'no-such.yaml' does not exist");
    }
}
