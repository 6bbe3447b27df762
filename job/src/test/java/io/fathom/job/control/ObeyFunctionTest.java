package io.fathom.job.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.job.engines.BundleRef;
import io.fathom.job.engines.EngineSite;
import io.fathom.job.engines.SiteAddress;
import io.fathom.job.fixture.ManualClock;
import io.fathom.job.fixture.Samples;
import io.fathom.job.fixture.ScriptedEngine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness says that closing may be interrupted
class ObeyFunctionTest {
    private final ManualClock clock = new ManualClock(Samples.EVENT_TIME);

    @Test
    void ordersToThoseWhoWereHereBeforeTheRestartAreNotObeyed() throws Exception {
        var obey = new ProcessOperator<>(new ObeyFunction(
                ScriptedEngine.named("obey", ScriptedEngine.HOLD).factory(), clock));
        try (var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                obey, (Orders orders) -> orders.to().key(), Types.INT)) {
            harness.open();
            EngineSite site = EngineSite.enter(obey.getRuntimeContext());
            try {
                SiteAddress address = site.address().orElseThrow();
                SiteAddress earlier = new SiteAddress(address.taskManager(), address.key(), address.since() - 1);

                harness.processElement(new StreamRecord<>(orders(earlier, 9)));
                assertThat(site.budget(clock.millis(), Duration.ofSeconds(5)).round())
                        .isZero();

                harness.processElement(new StreamRecord<>(orders(address, 1)));
                assertThat(site.budget(clock.millis(), Duration.ofSeconds(5)).round())
                        .isEqualTo(1);
            } finally {
                site.leave();
            }
        }
    }

    private static Orders orders(SiteAddress to, long round) {
        return new Orders(
                to, 1, round, null, List.of(BundleRef.CONFIGURED), "budget", null, DepthLimits.NONE, Map.of());
    }
}
