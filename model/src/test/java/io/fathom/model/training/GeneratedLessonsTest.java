package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.model.nn.Architecture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedLessonsTest {
    private static final Architecture ARCHITECTURE = TinyTask.ARCHITECTURE; // two cycles
    private static final TrainingRecipe RECIPE = TinyTask.recipe(60, 5);

    /** Colours to name; the difficulty stands in no text, but is noted. */
    private static final class Colours implements RecordGenerator {
        private final long seed;
        private final List<Integer> asked = new ArrayList<>();

        private Colours(long seed) {
            this.seed = seed;
        }

        @Override
        public List<String> labels() {
            return TinyTask.LABELS;
        }

        @Override
        public int hardest() {
            return 2;
        }

        @Override
        public GeneratedRecord record(long index) {
            return record(index, 1);
        }

        @Override
        public GeneratedRecord record(long index, int difficulty) {
            asked.add(difficulty);
            String label = TinyTask.LABELS.get((int) Math.floorMod(seed + index, (long) TinyTask.LABELS.size()));
            return new GeneratedRecord(new LabelledText(label, "the car is " + label), difficulty);
        }

        @Override
        public String toString() {
            return "colours, seed " + seed;
        }
    }

    private final Colours colours = new Colours(1);

    private Lessons lessons(RecordGenerator generator) {
        return new GeneratedLessons(
                generator,
                TinyTask::encode,
                new Curriculum(generator.hardest(), 2, 0.5),
                RECIPE.batchRows(),
                RECIPE.seed());
    }

    @Test
    void difficultyRisesWithWhatIsLearnt() {
        Lessons lessons = lessons(colours);
        assertThat(lessons.state()).containsExactly(1, 0);
        lessons.at(0);
        assertThat(colours.asked).hasSize(RECIPE.batchRows()).containsOnly(1);

        train(lessons, null, RECIPE.steps()).close();
        assertThat(lessons.state()[0]).as("level reached").isEqualTo(2);
        assertThat(colours.asked.subList(colours.asked.size() - 10 * RECIPE.batchRows(), colours.asked.size()))
                .contains(1, 2);
    }

    @Test
    void aResumedCourseEqualsAnUninterruptedOne(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("checkpoint");
        Map<String, float[]> whole;
        try (Trainer trainer = train(lessons(colours), null, RECIPE.steps())) {
            whole = trainer.result().weights();
        }
        try (Trainer first = train(lessons(colours), null, 37)) {
            first.checkpoint().write(file);
        }
        Lessons rest = lessons(colours);
        try (Trainer second = train(rest, Checkpoint.read(file), RECIPE.steps())) {
            Map<String, float[]> resumed = second.result().weights();
            whole.forEach((name, w) -> assertThat(resumed.get(name)).as(name).containsExactly(w));
        }
    }

    @Test
    void saysWhatItIsMadeOf() {
        assertThat(lessons(colours).fingerprint())
                .isEqualTo(lessons(new Colours(1)).fingerprint())
                .isNotEqualTo(lessons(new Colours(2)).fingerprint());
        assertThat(lessons(colours).settings()).hasToString("Curriculum[hardest=2, maxCycles=2, mastery=0.5]");
    }

    private static Trainer train(Lessons lessons, @Nullable Checkpoint from, int steps) {
        Trainer trainer = new Trainer(
                ARCHITECTURE,
                RECIPE,
                lessons,
                new FullDepthExamination(new LabelExamination(TinyTask.data(30, 2))),
                TrainingListener.SILENT,
                from);
        trainer.run(steps);
        return trainer;
    }
}
