package io.fathom.model.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowLimitTest {
    private final RowLimit limit = new RowLimit(32);

    @Test
    void halvesWhatFailedDownToOne() {
        limit.failed(20);
        assertThat(limit.current()).isEqualTo(10);
        limit.failed(30);
        assertThat(limit.current())
                .as("another batch's failure does not raise it")
                .isEqualTo(10);
        limit.failed(1);
        assertThat(limit.current()).isEqualTo(1);
    }

    @Test
    void returnsAtOnceWhenARecordWasTheCulprit() {
        limit.failed(4);
        limit.culpritFound();
        assertThat(limit.current()).isEqualTo(32);
    }

    @Test
    void growsAgainAfterManyGoodSteps() {
        limit.failed(16);
        for (int i = 0; i < 255; i++) {
            limit.succeeded();
        }
        assertThat(limit.current()).isEqualTo(8);
        limit.succeeded();
        assertThat(limit.current()).isEqualTo(16);
    }
}
