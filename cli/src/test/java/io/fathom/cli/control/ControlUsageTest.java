package io.fathom.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.cli.ExitCodes;
import io.fathom.cli.Ran;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A directive that cannot be meant is not sent: no broker is asked here. */
class ControlUsageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "control                     | a directive is missing: set-budget, set-limits or set-model",
                "control set-budget          | exactly one of --tlops-per-second and --lift must be given, but neither",
                "control set-budget --lift   | the job must be named with --config or --bootstrap-servers",
                "control set-budget --tlops-per-second 0 | tlopsPerSecond must be more than 0 and finite, but was 0.0",
                "control set-limits          | either --lift or at least one limit must be given, but neither was",
                "control set-limits --max-cycles -1 | maxCycles must be at least 0 (depth zero), but was -1",
                "control set-model --bundle nowhere | --bundle must name the folder of a bundle",
            })
    void whatCannotBeMeantIsNamedInOneSentence(String line, String complaint) {
        Ran ran = Ran.fathom(line.trim().split(" +"));
        assertThat(ran.err()).contains(complaint).doesNotContain("\tat ");
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.exitCode()).isEqualTo(ExitCodes.USAGE);
    }
}
