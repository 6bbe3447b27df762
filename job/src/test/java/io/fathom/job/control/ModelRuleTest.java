package io.fathom.job.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fathom.job.engines.BundleRef;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRuleTest {
    private static final BundleRef OLD = new BundleRef("old", "0123456789ab");
    private static final BundleRef NEW = new BundleRef("new", "0123456789ab");
    private static final int IDS = 20_000;

    /** Four standard deviations of a share of 20,000 fair draws are at most 1.4 %. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.5, 0.9})
    void theCanaryGetsItsShare(double share) {
        ModelRule rule = new ModelRule(OLD, NEW, share);
        for (String form : List.of("%d", "event-%d", "%08x-suffix", "tenant-7/2026-01-31/%d")) {
            long canary = IntStream.range(0, IDS)
                    .filter(i -> rule.of(String.format(form, i)).equals(NEW))
                    .count();
            assertThat(canary / (double) IDS).as("ids like %s", form).isCloseTo(share, within(0.014));
        }
    }

    @Test
    void aGrowingCanaryKeepsItsIds() {
        ModelRule small = new ModelRule(OLD, NEW, 0.1);
        ModelRule large = new ModelRule(OLD, NEW, 0.3);
        IntStream.range(0, 1000).mapToObj(i -> "event-" + i).forEach(id -> {
            if (small.of(id).equals(NEW)) {
                assertThat(large.of(id)).as(id).isEqualTo(NEW);
            }
        });
    }

    /** Part of the contract: the same id goes to the same side in every version of the job. */
    @Test
    void positionsArePinned() {
        assertThat(ModelRule.position("")).isEqualTo(0.93676944839044);
        assertThat(ModelRule.position("event-1")).isEqualTo(0.7254712801039042);
        assertThat(ModelRule.position("größe 📦")).isEqualTo(0.22502072324622657);
    }

    @Test
    void withoutACanaryAllGoToOne() {
        assertThat(ModelRule.only(OLD).of("any")).isEqualTo(OLD);
        assertThat(ModelRule.only(OLD).bundles()).containsExactly(OLD);
        assertThat(new ModelRule(OLD, NEW, 0.5).bundles()).containsExactlyInAnyOrder(OLD, NEW);
    }

    @Test
    void aShareNeedsACanary() {
        assertThatThrownBy(() -> new ModelRule(OLD, null, 0.5)).hasMessageContaining("but was 0.5");
        assertThatThrownBy(() -> new ModelRule(OLD, NEW, 0)).hasMessageContaining("but was 0.0");
        assertThatThrownBy(() -> new ModelRule(OLD, NEW, 1)).hasMessageContaining("but was 1.0");
    }
}
