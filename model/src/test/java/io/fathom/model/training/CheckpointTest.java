package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.model.nn.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A checkpoint goes on with the training that it was made by, whole, or not at all. */
class CheckpointTest {
    private static final TrainingSet TRAIN = TinyTask.data(40, 1);
    private static final TrainingSet DEV = TinyTask.data(20, 2);
    private static final TrainingRecipe RECIPE = TinyTask.recipe(30, 7);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeOne() throws IOException {
        file = folder.resolve("checkpoint");
        try (Trainer trainer = trainer(TinyTask.ARCHITECTURE, RECIPE, TRAIN, DEV, null)) {
            trainer.run(2);
            trainer.checkpoint().write(file);
        }
    }

    @Test
    void refusesAnotherRecipe() {
        TrainingRecipe other = TinyTask.recipe(40, 8);
        assertThatThrownBy(() -> resume(TinyTask.ARCHITECTURE, other, TRAIN, DEV))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("checkpoint '" + file + "' must be of the same training, but was made with steps=30, seed=7"
                        + " where steps=40, seed=8 is asked for; ask for what it was made with, or begin without it");
    }

    /** Of the same parameters by name, but not by shape. */
    @Test
    void refusesAnotherArchitecture() {
        Architecture narrow = TinyTask.architecture(8);
        assertThatThrownBy(() -> resume(narrow, RECIPE, TRAIN, DEV))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("made with dim=16 where dim=8 is asked for");
    }

    @Test
    void refusesOtherData() {
        assertThatThrownBy(() -> resume(TinyTask.ARCHITECTURE, RECIPE, TinyTask.data(40, 3), DEV))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("checkpoint '" + file + "' must be of the same training, but was made with other"
                        + " training data");
        assertThatThrownBy(() -> resume(TinyTask.ARCHITECTURE, RECIPE, TRAIN, TinyTask.data(20, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("made with other dev data");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.0001, 0.3, 0.999})
    void refusesATruncatedFile(double share) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, (int) (share * bytes.length)));
        assertRefused();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.0002, 0.001, 0.01, 0.5, 0.9999})
    void refusesAFileWithAWrongBit(double share) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) (share * bytes.length)] ^= 0x40;
        Files.write(file, bytes);
        assertRefused();
    }

    @Test
    void refusesAnotherKindOfFile() throws IOException {
        Files.writeString(file, "something else, and long enough to hold a check sum");
        assertRefused();
    }

    private void assertRefused() {
        assertThatThrownBy(() -> Checkpoint.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage("checkpoint '" + file + "' must be whole and written by this version of Fathom, but is not;"
                        + " begin without it");
    }

    private void resume(Architecture architecture, TrainingRecipe recipe, TrainingSet train, TrainingSet dev)
            throws IOException {
        trainer(architecture, recipe, train, dev, Checkpoint.read(file)).close();
    }

    private static Trainer trainer(
            Architecture architecture,
            TrainingRecipe recipe,
            TrainingSet train,
            TrainingSet dev,
            @Nullable Checkpoint from) {
        return TinyTask.trainer(architecture, recipe, train, dev, TrainingListener.SILENT, from);
    }
}
