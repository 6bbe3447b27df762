package io.fathom.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.cli.generated.GeneratedData;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GeneratedInputTest {
    @Test
    void theSameSeedGivesTheSameStreamAndAnotherSeedAnother() {
        List<DemoInput> first = inputs(1);
        assertThat(inputs(1)).isEqualTo(first);
        assertThat(inputs(2)).doesNotContainAnyElementsOf(first);
    }

    @Test
    void everyInputHasAnAnswerADifficultyAndItsQuestionInFront() {
        assertThat(inputs(3)).allSatisfy(input -> {
            assertThat(input.label()).isPresent();
            assertThat(input.difficulty()).isPresent();
            assertThat(input.preview()).startsWith("Where ");
        });
    }

    private static List<DemoInput> inputs(long seed) {
        GeneratedInput input = new GeneratedInput(GeneratedData.PARCELS, seed);
        assertThat(input).hasToString("generated parcels");
        return IntStream.range(0, 50).mapToObj(i -> input.next().orElseThrow()).toList();
    }
}
