package io.fathom.model.training;

import io.fathom.model.nn.Architecture;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a training is made of: all that decides its weights.
 *
 * @param architecture the network's shape in words
 * @param recipe the recipe in words
 * @param lessons how the training data is used, in words
 * @param train fingerprint of the training data
 * @param dev fingerprint of the dev data
 * @param start fingerprint of the weights that it began with, empty for fresh ones
 */
record TrainingOrigin(String architecture, String recipe, String lessons, String train, String dev, String start) {

    static TrainingOrigin of(
            Architecture architecture,
            TrainingRecipe recipe,
            Lessons lessons,
            Examination dev,
            @Nullable NetworkValues start) {
        return new TrainingOrigin(
                architecture.toString(),
                recipe.toString(),
                lessons.settings().toString(),
                lessons.fingerprint(),
                dev.fingerprint(),
                start == null ? "" : start.fingerprint());
    }

    /**
     * @param name of what is of this origin, for the message
     * @throws IllegalArgumentException if the other training is made of something else
     */
    void requireSame(TrainingOrigin other, String name) {
        if (equals(other)) {
            return;
        }
        List<String> here = fields();
        List<String> there = other.fields();
        String difference;
        if (here.equals(there)) {
            difference = !train.equals(other.train)
                    ? "other training data"
                    : dev.equals(other.dev) ? "other first weights" : "other dev data";
        } else {
            List<String> common = List.copyOf(here);
            here.removeAll(there);
            there.removeAll(common);
            difference = String.join(", ", here) + " where " + String.join(", ", there) + " is asked for";
        }
        throw new IllegalArgumentException(name + " must be of the same training, but was made with " + difference
                + "; ask for what it was made with, or begin without it");
    }

    private List<String> fields() {
        return Stream.of(recipe, lessons, architecture)
                .flatMap(text -> fields(text).stream())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** The components of a record's text, {@code name=value} each. */
    private static List<String> fields(String text) {
        return List.of(text.substring(text.indexOf('[') + 1, text.length() - 1).split(", "));
    }

    void write(DataOutputStream out) throws IOException {
        out.writeUTF(architecture);
        out.writeUTF(recipe);
        out.writeUTF(lessons);
        out.writeUTF(train);
        out.writeUTF(dev);
        out.writeUTF(start);
    }

    static TrainingOrigin read(DataInputStream in) throws IOException {
        return new TrainingOrigin(in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF());
    }
}
