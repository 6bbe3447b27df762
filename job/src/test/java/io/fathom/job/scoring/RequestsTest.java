package io.fathom.job.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.job.config.AgeFrom;
import io.fathom.job.control.Stamp;
import io.fathom.job.control.StampedEvent;
import io.fathom.job.engines.BundleRef;
import io.fathom.job.fixture.Samples;
import io.fathom.model.engine.ScoringRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestsTest {
    /** Two hours after the record came to its topic, as after an outage. */
    private static final long NOW = Samples.EVENT_TIME.plus(Duration.ofHours(2)).toEpochMilli();

    private static ScoringRequest request(AgeFrom ages, long now) {
        Stamp stamp = new Stamp(1, BundleRef.CONFIGURED, null);
        return Requests.of(new StampedEvent(Samples.accepted("a"), stamp), now, ages);
    }

    @Test
    void aRecordIsAsOldAsInItsTopic() {
        assertThat(request(AgeFrom.TOPIC, NOW).terms().age()).isEqualTo(Duration.ofHours(2));
        assertThat(request(AgeFrom.TOPIC, NOW - Duration.ofHours(3).toMillis())
                        .terms()
                        .age())
                .as("the broker's clock is ahead")
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void aBackfillIsYoungHoweverLongItLay() {
        assertThat(request(AgeFrom.ARRIVAL, NOW).terms().age()).isEqualTo(Duration.ZERO);
    }
}
