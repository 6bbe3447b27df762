package io.fathom.model.training;

/**
 * How labelled records become lessons.
 *
 * @param bpeDropout share of merges left out
 * @param wordDropout share of words left out
 * @param labelSmoothing probability mass spread over all labels
 * @param consistency weight of the symmetric KL divergence between two passes of one record (R-Drop, Liang et al. 2021)
 * @param distillation share of the target that comes from teachers, where there are any
 * @param spliceShare share of the records replaced by the beginning of one text and the end of another, which only
 *     teachers can label (pseudo-data for distillation, after Tang et al. 2019)
 */
public record ClassifierRecipe(
        double bpeDropout,
        double wordDropout,
        double labelSmoothing,
        double consistency,
        double distillation,
        double spliceShare) {

    /** Records and labels as they are. */
    public static final ClassifierRecipe PLAIN = new ClassifierRecipe(0, 0, 0, 0, 0, 0);

    public ClassifierRecipe {
        TrainingRecipe.share("bpeDropout", bpeDropout);
        TrainingRecipe.share("wordDropout", wordDropout);
        TrainingRecipe.share("labelSmoothing", labelSmoothing);
        TrainingRecipe.notNegative("consistency", consistency);
        TrainingRecipe.share("distillation", distillation);
        TrainingRecipe.share("spliceShare", spliceShare);
    }

    /** For one who has nobody to learn from. */
    ClassifierRecipe ofTeacher() {
        return new ClassifierRecipe(bpeDropout, wordDropout, labelSmoothing, 0, 0, 0);
    }

    /** @throws IllegalArgumentException if teachers are needed */
    void requireNoTeachers() {
        if (distillation > 0 || spliceShare > 0) {
            throw new IllegalArgumentException("distillation and spliceShare need teachers, but were " + distillation
                    + " and " + spliceShare + " without any");
        }
    }
}
