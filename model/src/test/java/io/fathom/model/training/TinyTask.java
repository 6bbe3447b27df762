package io.fathom.model.training;

import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.LayerStack;
import io.fathom.model.nn.Projections;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.TokenInput;
import io.fathom.model.nn.ZeroToken;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A task that a tiny network learns in a second: the label is the colour that the text names. */
final class TinyTask {
    static final List<String> LABELS = List.of("blue", "green", "red");
    private static final List<String> WORDS =
            List.of("<cls>", "blue", "green", "red", "the", "car", "is", "house", "a", "big");

    static final Architecture ARCHITECTURE = architecture(16);
    static final ClassifierRecipe LEARNING = new ClassifierRecipe(0, 0.1, 0.05, 0.5, 0, 0);

    private TinyTask() {}

    static Architecture architecture(int dim) {
        return new Architecture(
                new TokenInput(WORDS.size(), 8, 0),
                dim,
                2,
                LayerStack.headTail(1, 2),
                new Projections.Dense(32, true),
                ZeroToken.LAYER,
                false,
                new Readout.Labels(LABELS.size(), Readout.Pooling.MEAN));
    }

    static TrainingRecipe recipe(int steps, long seed) {
        return new TrainingRecipe(steps, 16, 5e-3, 0.1, 0.01, 1, 0.98, 0.1, 0.9, 10, 100, seed);
    }

    static Trainer trainer(
            Architecture architecture,
            TrainingRecipe recipe,
            TrainingSet train,
            TrainingSet dev,
            TrainingListener listener,
            @Nullable Checkpoint from) {
        Lessons lessons = new SetLessons(train, LEARNING, recipe, null);
        return new Trainer(architecture, recipe, lessons, new LabelExamination(dev), listener, from);
    }

    static TrainingSet data(int records, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<LabelledText> texts = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            String label = LABELS.get(random.nextInt(LABELS.size()));
            StringBuilder text = new StringBuilder("the ");
            for (int w = 0; w < random.nextInt(3); w++) {
                text.append(WORDS.get(4 + random.nextInt(6))).append(' ');
            }
            texts.add(new LabelledText(label, text + "is " + label));
        }
        return new TrainingSet(texts, LABELS, "oos", 8, TinyTask::encode);
    }

    static int[] encode(String text, double dropout, java.util.random.RandomGenerator random) {
        String[] words = text.isBlank() ? new String[0] : text.split(" ");
        int[] ids = new int[words.length + 1];
        for (int i = 0; i < words.length; i++) {
            ids[i + 1] = WORDS.indexOf(words[i]);
        }
        return ids;
    }
}
