package io.fathom.model.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.model.nn.LayerStack;
import io.fathom.model.nn.ZeroToken;
import io.fathom.model.training.experiment.RingTask.Question;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RingTest {

    @Test
    void theAnswerIsFoundByFollowingTheFacts() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 200; i++) {
            int hops = 1 + i % 6;
            Question question = RingTask.draw(random, hops);
            Map<Integer, Integer> next = new HashMap<>();
            for (int f = 0; f < RingTask.FACTS; f++) {
                next.put(question.ids()[2 * f], question.ids()[2 * f + 1]);
            }
            assertThat(next).as("question %d", i).hasSize(RingTask.FACTS);
            int at = question.ids()[2 * RingTask.FACTS];
            for (int h = 0; h < hops; h++) {
                at = Objects.requireNonNull(next.get(at));
            }
            assertThat(question.answer()).as("question %d", i).isEqualTo(at - 1);
            assertThat(question.ids()[RingTask.TOKENS - 1]).isEqualTo(RingTask.NAMES + hops);
        }
    }

    @Test
    void factsStandInAnyOrder() {
        SplittableRandom random = new SplittableRandom(6);
        long inOrder = Arrays.stream(RingTask.draw(random, 100, 1))
                .filter(q -> q.ids()[1] == q.ids()[2])
                .count();
        assertThat(inOrder).isLessThan(40);
    }

    @Test
    void runsAndTellsEveryExit() {
        RingExperiment experiment = new RingExperiment(
                16, 2, LayerStack.headTail(1, 2), ZeroToken.LAYER, 2, new Schedule(30, 16, 2e-3, 0.1, 0.6), 100);
        Outcome outcome = experiment.run(1, ExperimentText.of("unused", "ab".repeat(1000)), Watch.NONE);
        assertThat(outcome.measurements())
                .extracting(Measurement::setting)
                .contains("full", "cycles-1", "cycles-2", "zero-q050", "zero-random-q050", "confidence-q100")
                .doesNotHaveDuplicates();
        assertThat(outcome.steps()).isEqualTo(30);
    }
}
