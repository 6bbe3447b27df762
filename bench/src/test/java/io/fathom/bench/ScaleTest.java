package io.fathom.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.apache.flink.runtime.jobgraph.DistributionPattern;
import org.apache.flink.runtime.jobgraph.JobEdge;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/scale.md} says of how things grow; nothing here looks at a clock. */
class ScaleTest {

    @TempDir
    Path folder;

    @Test
    void ordersGrowWithTheTaskManagersAndNotWithTheirSquare() {
        FeedbackEdge.Row few = new FeedbackEdge(new ClusterSize(10, 2)).run(2);
        FeedbackEdge.Row many = new FeedbackEdge(new ClusterSize(90, 2)).run(2);
        assertThat(many.orderBytesPerSecond()).isCloseTo(9 * few.orderBytesPerSecond(), Percentage.withPercentage(2));
        assertThat(many.reportBytesPerSecond()).isCloseTo(9 * few.reportBytesPerSecond(), Percentage.withPercentage(2));
        assertThat(many.broadcastBytesPerSecond()).isGreaterThan(50 * few.broadcastBytesPerSecond());
    }

    @Test
    void aShiftedLoadHasItsShareAsSoonInALargeClusterAsInASmallOne() {
        assertThat(new FeedbackEdge(new ClusterSize(4, 1)).run(1).shiftRounds()).isEqualTo(2);
        assertThat(new FeedbackEdge(new ClusterSize(200, 1)).run(1).shiftRounds())
                .isEqualTo(2);
    }

    @Test
    void theDesksBuffersGrowWithTheSubtasksAndThoseOfASlotDoNot() throws Exception {
        JobSize.Row few = JobSize.of(new ClusterSize(100, 2));
        JobSize.Row many = JobSize.of(new ClusterSize(400, 2));
        assertThat(many.slotMebi()).isEqualTo(few.slotMebi());
        assertThat(many.deskMebi() / few.deskMebi()).isCloseTo(4, within(0.1));
        assertThat(many.tasks()).isBetween(4 * few.tasks() - 20, 4 * few.tasks());
    }

    @Test
    void onlyTheControlStreamMakesTheTasksOneRegion() {
        assertThat(JobSize.graph(new ClusterSize(3, 2), true).getVertices())
                .flatExtracting(JobVertex::getInputs)
                .extracting(JobEdge::getDistributionPattern)
                .contains(DistributionPattern.ALL_TO_ALL);
        assertThat(JobSize.graph(new ClusterSize(3, 2), false).getVertices())
                .flatExtracting(JobVertex::getInputs)
                .extracting(JobEdge::getDistributionPattern)
                .doesNotContain(DistributionPattern.ALL_TO_ALL);
    }

    @Test
    void recordsAreMeasuredOnTheRealJob() throws Exception {
        RecordBytes.Result result = RecordBytes.measure(
                SyntheticBundle.writeAdaptive(folder, 32, 3).folder(), SyntheticBundle.texts(3, 20));
        assertThat(result.inFlight()).isGreaterThan(result.textCharacters());
        assertThat(result.topics())
                .extracting(RecordBytes.Row::topic)
                .containsExactly("events", "predictions", "depth-telemetry");
        assertThat(result.topics()).allMatch(row -> row.json() > row.avro());
    }
}
