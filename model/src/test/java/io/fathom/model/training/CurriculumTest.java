package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.model.training.Curriculum.Lesson;
import io.fathom.model.training.Curriculum.Progress;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurriculumTest {
    private final Curriculum curriculum = new Curriculum(6, 4, 0.9);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void noCycleIsAskedForMoreThanOneStep(int level) {
        SplittableRandom random = new SplittableRandom(level);
        Set<Integer> cycles = new HashSet<>();
        int deepest = 0;
        for (int i = 0; i < 400; i++) {
            Lesson lesson = curriculum.next(new Progress(level, 0), random);
            assertThat(lesson.hardest()).as("seed %d", level).isEqualTo(lesson.cycles());
            cycles.add(lesson.cycles());
            deepest += lesson.cycles() == level ? 1 : 0;
        }
        assertThat(cycles).hasSize(level).allMatch(c -> c >= 1 && c <= level);
        assertThat(deepest).as("lessons at full depth, seed %d", level).isGreaterThan(180);
    }

    /** Where records can be harder than the network is deep, the last cycles have to do the rest. */
    @Test
    void runsNoMoreCyclesThanThereAre() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100; i++) {
            Lesson lesson = curriculum.next(new Progress(6, 0), random);
            assertThat(lesson.cycles()).isBetween(1, 4);
            assertThat(lesson.hardest()).isEqualTo(lesson.cycles() == 4 ? 6 : lesson.cycles());
        }
    }

    @Test
    void risesWhenTheHardestRecordsAreAnsweredAndNotBefore() {
        Lesson hard = new Lesson(1, 1);
        Progress progress = Progress.START;
        int lessons = 0;
        while (progress.level() == 1) {
            progress = curriculum.after(progress, hard, 1);
            lessons++;
        }
        // 1 - 0.9^22 is the first above 0.9
        assertThat(lessons).isEqualTo(22);
        assertThat(progress).isEqualTo(new Progress(2, 0));

        Progress stuck = Progress.START;
        for (int i = 0; i < 1000; i++) {
            stuck = curriculum.after(stuck, hard, 0.89);
        }
        assertThat(stuck.level()).isEqualTo(1);
    }

    @Test
    void easyLessonsSayNothingAboutTheLevel() {
        Progress progress = new Progress(3, 0.5f);
        assertThat(curriculum.after(progress, new Lesson(2, 2), 1)).isEqualTo(progress);
        assertThat(curriculum.after(progress, new Lesson(3, 3), 1).accuracy()).isGreaterThan(0.5f);
    }

    @Test
    void endsAtTheHardest() {
        Progress progress = new Progress(6, 0.95f);
        assertThat(curriculum.after(progress, new Lesson(4, 6), 1).level()).isEqualTo(6);
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> new Curriculum(0, 4, 0.9))
                .hasMessage("hardest and maxCycles must be at least 1, but were 0 and 4");
        assertThatThrownBy(() -> new Curriculum(6, 4, 1))
                .hasMessage("mastery must be above 0 and below 1, but was 1.0");
    }
}
