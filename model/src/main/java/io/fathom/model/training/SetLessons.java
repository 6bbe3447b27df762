package io.fathom.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.CycleNetwork;
import org.jspecify.annotations.Nullable;

/** Lessons from a set of records, epoch after epoch; every exit answers for all of them ({@link ExitLoss}). */
final class SetLessons implements Lessons {
    private final TrainingSet train;
    private final ClassifierRecipe how;
    private final long seed;
    private final @Nullable Teachers teachers;
    private final BatchSampler sampler;

    /** @param teachers whom to learn from besides the labels, or null; not closed by the lessons */
    SetLessons(TrainingSet train, ClassifierRecipe how, TrainingRecipe recipe, @Nullable Teachers teachers) {
        if (teachers == null) {
            how.requireNoTeachers();
        }
        this.train = train;
        this.how = how;
        this.seed = recipe.seed();
        this.teachers = teachers;
        this.sampler = new BatchSampler(train.lengths(), recipe.batchRows(), recipe.seed());
    }

    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    private record FromBatch(TrainingSet.Batch batch, float[][] targets, double consistency) implements Lesson {
        @Override
        public NDArray loss(NDManager manager, CycleNetwork network) {
            return new ExitLoss(network, consistency).of(manager, batch.ids(), targets);
        }

        @Override
        public long tokens() {
            return batch.tokens();
        }
    }

    @Override
    public Lesson at(int step) {
        int passes = ExitLoss.passes(how.consistency());
        TrainingSet.Batch batch = train.batch(sampler.at(step), passes, how, seed, step);
        return new FromBatch(batch, targets(batch), how.consistency());
    }

    /** The labels' targets, mixed with what the teachers say. */
    private float[][] targets(TrainingSet.Batch batch) {
        float[][] targets = batch.targets();
        if (teachers == null) {
            return targets;
        }
        float[][] taught = teachers.probabilities(batch.ids(), batch.texts());
        for (int r = 0; r < targets.length; r++) {
            float share = batch.spliced()[r] ? 1 : (float) how.distillation();
            for (int k = 0; k < targets[r].length; k++) {
                targets[r][k] += share * (taught[r][k] - targets[r][k]);
            }
        }
        return targets;
    }

    @Override
    public String fingerprint() {
        return train.fingerprint();
    }

    @Override
    public ClassifierRecipe settings() {
        return how;
    }
}
