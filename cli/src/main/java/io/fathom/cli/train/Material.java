package io.fathom.cli.train;

import io.fathom.cli.Version;
import io.fathom.cli.generated.GeneratedData;
import io.fathom.model.base.BaseEncoder;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.training.BundleTraining;
import io.fathom.model.training.ClassifierPlan;
import io.fathom.model.training.ClassifierTraining;
import io.fathom.model.training.Course;
import io.fathom.model.training.EncoderPlan;
import io.fathom.model.training.EncoderTraining;
import io.fathom.model.training.HeldOut;
import io.fathom.model.training.LabelReport;
import io.fathom.model.training.LabelledText;
import io.fathom.model.training.LanguagePlan;
import io.fathom.model.training.LanguageTraining;
import io.fathom.model.training.Split;
import io.fathom.model.training.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a training is made of: its plan and its data.
 *
 * @param steps of all networks
 * @param stepsOfTeacher of each of the networks that come first
 * @param notes what is told of the data before the training begins
 */
record Material(int steps, int stepsOfTeacher, List<String> notes, Opening opening) {

    Material(int steps, int stepsOfTeacher, Opening opening) {
        this(steps, stepsOfTeacher, List.of(), opening);
    }

    /** Begins the training, or goes on from a checkpoint. */
    interface Opening {
        BundleTraining open(TrainingListener listener, @Nullable Path checkpoint) throws IOException;
    }

    /** @param from bundle to train on, or null for fresh weights */
    static Material of(ClassifierPlan plan, HeldOut<LabelledText> sets, @Nullable ModelBundle from) {
        return of(
                plan,
                (listener, checkpoint) -> new ClassifierTraining(
                        plan, sets.train(), sets.dev(), from, Version.NAME, listener, checkpoint));
    }

    static Material generated(ClassifierPlan plan, GeneratedData data, @Nullable ModelBundle from) {
        long seed = plan.recipe().seed();
        Course course = new Course(data.generator(Split.TRAIN, seed), data.generator(Split.DEV, seed), Course.MASTERY);
        return of(
                plan,
                (listener, checkpoint) ->
                        new ClassifierTraining(plan, course, from, Version.NAME, listener, checkpoint));
    }

    /**
     * Of a training on a frozen encoder.
     *
     * @param features file to keep features in
     * @param anew whether features that are there are thrown away
     */
    static Material of(EncoderPlan plan, BaseEncoder base, HeldOut<LabelledText> sets, Path features, boolean anew) {
        int records = sets.train().size() + sets.dev().size();
        return new Material(
                EncoderTraining.steps(records, base.shape().layers()),
                0,
                LabelReport.of(sets.train()),
                (listener, checkpoint) -> new EncoderTraining(
                        plan, base, sets.train(), sets.dev(), Version.NAME, listener, features, anew));
    }

    private static Material of(ClassifierPlan plan, Opening opening) {
        return new Material(plan.allSteps(), plan.teacherSteps(), opening);
    }

    static Material of(LanguagePlan plan, HeldOut<String> lines, @Nullable ModelBundle from) {
        return new Material(
                plan.recipe().steps(),
                0,
                (listener, checkpoint) -> new LanguageTraining(
                        plan, lines.train(), lines.dev(), from, Version.NAME, listener, checkpoint));
    }
}
