package io.fathom.model.training;

import java.util.random.RandomGenerator;

/**
 * Difficulty and cycles that grow together: what makes a network learn to do one step of the answer in each cycle.
 *
 * <p>At level {@code l} a lesson runs {@code c = min(l, maxCycles)} cycles or, every other time, a random number below, and
 * holds records of at most {@code c} steps, so no cycle is ever asked for more than one step. A network that is asked for
 * long answers after few cycles, or after all of them from the start, finds short-cuts that stop getting better with depth,
 * or learns nothing at all (depth.md 1.1). The level rises when the hardest
 * records are answered: when the moving average of their accuracy, which starts at 0 on every level, is above
 * {@code mastery}.
 *
 * @param hardest greatest difficulty, the last level
 * @param maxCycles most cycles of the network
 * @param mastery share of the hardest records of a level that must be answered to rise
 */
public record Curriculum(int hardest, int maxCycles, double mastery) {
    /** Weight of one lesson in the moving average. */
    private static final float NEWEST = 0.1f;

    public Curriculum {
        if (hardest < 1 || maxCycles < 1) {
            throw new IllegalArgumentException(
                    "hardest and maxCycles must be at least 1, but were " + hardest + " and " + maxCycles);
        }
        if (!(mastery > 0 && mastery < 1)) {
            throw new IllegalArgumentException("mastery must be above 0 and below 1, but was " + mastery);
        }
    }

    /**
     * What a batch is about.
     *
     * @param cycles to run
     * @param hardest greatest difficulty in it
     */
    public record Lesson(int cycles, int hardest) {}

    /**
     * How far the learner is.
     *
     * @param level 1 to {@link Curriculum#hardest}
     * @param accuracy moving average over lessons at this level's depth, of the records of this level
     */
    public record Progress(int level, float accuracy) {
        public static final Progress START = new Progress(1, 0);
    }

    /** The next lesson for a learner who is this far. */
    public Lesson next(Progress progress, RandomGenerator random) {
        int deepest = Math.min(progress.level(), maxCycles);
        int cycles = random.nextBoolean() ? deepest : 1 + random.nextInt(deepest);
        return new Lesson(cycles, cycles == deepest ? progress.level() : cycles);
    }

    /**
     * How far the learner is after a lesson.
     *
     * @param accuracy share of the lesson's hardest records that were answered right
     */
    public Progress after(Progress progress, Lesson lesson, double accuracy) {
        if (lesson.hardest() < progress.level()) {
            return progress;
        }
        float average = progress.accuracy() + NEWEST * ((float) accuracy - progress.accuracy());
        boolean mastered = average > mastery && progress.level() < hardest;
        return mastered ? new Progress(progress.level() + 1, 0) : new Progress(progress.level(), average);
    }
}
