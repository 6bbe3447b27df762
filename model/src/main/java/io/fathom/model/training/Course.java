package io.fathom.model.training;

import java.util.List;

/**
 * Training on generated records: new ones at every step, along a {@link Curriculum}.
 *
 * @param train makes what is learnt from
 * @param held makes what is measured and calibrated on; of another split
 * @param mastery share of the hardest records that must be answered before harder ones come
 */
public record Course(RecordGenerator train, RecordGenerator held, double mastery) {
    /** The usual share to master. */
    public static final double MASTERY = 0.9;

    /** Records to make a vocabulary from; no word of a generator is so rare that it is not among them. */
    private static final int SAMPLE = 4000;

    private static final int DEV = 6000;

    public Course {
        if (!train.labels().equals(held.labels())) {
            throw new IllegalArgumentException("both generators of a course must have the same labels, but had "
                    + train.labels() + " and " + held.labels());
        }
    }

    public List<String> labels() {
        return train.labels();
    }

    /** Some of the records to learn from, for the vocabulary and the linear model. */
    public List<LabelledText> sample() {
        return texts(train, SAMPLE);
    }

    /** The records to measure and calibrate on. */
    public List<LabelledText> dev() {
        return texts(held, DEV);
    }

    private static List<LabelledText> texts(RecordGenerator generator, int count) {
        return generator.records(count).stream().map(GeneratedRecord::labelled).toList();
    }

    Lessons lessons(TextEncoder encoder, int maxCycles, TrainingRecipe recipe) {
        Curriculum curriculum = new Curriculum(train.hardest(), maxCycles, mastery);
        return new GeneratedLessons(train, encoder, curriculum, recipe.batchRows(), recipe.seed());
    }
}
