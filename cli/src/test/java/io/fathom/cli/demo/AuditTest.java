package io.fathom.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuditTest {
    private final Audit audit = new Audit(EventIds.DEMO, 3);

    private void answer(String id) {
        audit.add(new OutputRecord.Answer(id, "a", 1, false, 1, "CONFIDENCE", 0, 0));
    }

    private void telemetry(String id) {
        audit.add(
                new OutputRecord.Telemetry(id, 4, false, new OutputRecord.Work(10, 50, 1000, 4, 0), Optional.empty()));
    }

    private void dead(String id) {
        audit.add(new OutputRecord.Dead(id, "DECODE", "no event", 0));
    }

    @Test
    void everyEventOnce() {
        answer("demo-0");
        telemetry("demo-0");
        dead("demo-1");
        answer("demo-2");
        telemetry("demo-2");

        Audit.Result result = audit.result();

        assertThat(result).isEqualTo(new Audit.Result(3, 2, 1, 2, 0, 0, 0, 0, 0));
        assertThat(result.clean()).isTrue();
    }

    @Test
    void lossIsAnEventWithoutAnyTrace() {
        answer("demo-0");
        telemetry("demo-0");

        assertThat(audit.result().lost()).isEqualTo(2);
        assertThat(audit.result().clean()).isFalse();
    }

    @Test
    void predictionAndDeadLetterOfOneEventAreADuplicate() {
        answer("demo-0");
        dead("demo-0");
        dead("demo-1");
        dead("demo-1");
        dead("demo-1");
        dead("demo-2");

        assertThat(audit.result().duplicated()).isEqualTo(3);
        assertThat(audit.result().telemetryMissing()).isEqualTo(1);
    }

    @Test
    void telemetryBelongsToAPrediction() {
        dead("demo-0");
        telemetry("demo-0");
        dead("demo-1");
        dead("demo-2");

        assertThat(audit.result().telemetryDuplicated()).isEqualTo(1);
        assertThat(audit.result().clean()).isFalse();
    }

    @Test
    void idsThatWereNeverSentAreForeign() {
        answer("demo-3");
        answer("demo-01");
        answer("someone-else");

        assertThat(audit.result().foreign()).isEqualTo(3);
        assertThat(audit.result().lost()).isEqualTo(3);
    }
}
