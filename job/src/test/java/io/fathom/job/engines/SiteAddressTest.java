package io.fathom.job.engines;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteAddressTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 128", "3, 128", "128, 128", "100, 32768", "400, 1024"})
    void everySubtaskHasAKeyThatLeadsToIt(int subtasks, int mostSubtasks) {
        for (int subtask = 0; subtask < subtasks; subtask++) {
            int key = SiteAddress.keyTo(subtask, subtasks, mostSubtasks);
            assertThat(KeyGroupRangeAssignment.assignKeyToParallelOperator(key, mostSubtasks, subtasks))
                    .as("subtask %d", subtask)
                    .isEqualTo(subtask);
        }
    }
}
