package io.fathom.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleWriterTest {

    @TempDir
    private Path temp;

    @Test
    void writesIntoAnEmptyFolderAndMakesItsParents() throws IOException {
        Path empty = Files.createDirectory(temp.resolve("empty"));
        TinyBundles.write(empty);
        TinyBundles.write(temp.resolve("a/b/c"));
        assertThat(ModelBundle.read(empty).identity())
                .isEqualTo(ModelBundle.read(temp.resolve("a/b/c")).identity());
    }

    @Test
    void leavesAFolderOfSomethingElseAlone() throws IOException {
        Path notes = Files.createDirectory(temp.resolve("notes"));
        Files.writeString(notes.resolve("todo.txt"), "keep me");
        assertThatThrownBy(() -> TinyBundles.write(notes))
                .isInstanceOf(BundleException.class)
                .hasMessage("bundle '" + notes + "' cannot be written: the target must be empty or a bundle, but holds"
                        + " 'todo.txt', which is no part of one: name another folder");
        assertThat(notes.resolve("todo.txt")).hasContent("keep me");
        assertThat(names()).containsExactly("notes");
    }

    @Test
    void leavesATokenizerFolderAlone() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("hf"));
        Files.writeString(folder.resolve("tokenizer.json"), "{}");
        assertThatThrownBy(() -> TinyBundles.write(folder))
                .hasMessageEndingWith(
                        "the target must be empty or a bundle, but has no bundle.json: name another folder");
        assertThat(folder.resolve("tokenizer.json")).hasContent("{}");
    }

    @Test
    void leavesAFileAlone() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "keep me");
        assertThatThrownBy(() -> TinyBundles.write(file))
                .hasMessageEndingWith("the target must be a folder, but is a file");
        assertThat(file).hasContent("keep me");
    }

    @Test
    void partsThatDoNotFitLeaveTheOldBundleInPlace() throws IOException {
        Path folder = temp.resolve("tiny");
        ModelIdentity old = TinyBundles.write(folder, 1).identity();
        BundleParts good = TinyBundles.parts(2);

        Map<String, float[]> lacking = new LinkedHashMap<>(good.weights());
        lacking.remove("norm.bias");
        refuses(folder, with(good, lacking), "weight 'norm.bias' must have 16 values, but is missing");

        Map<String, float[]> shorter = new LinkedHashMap<>(good.weights());
        shorter.put("norm.bias", new float[15]);
        refuses(folder, with(good, shorter), "weight 'norm.bias' must have 16 values, but has 15");

        Map<String, float[]> broken = new LinkedHashMap<>(good.weights());
        broken.put("norm.bias", new float[] {0, 0, Float.NaN, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        refuses(folder, with(good, broken), "must hold finite numbers only, but value 2 of 'norm.bias' is NaN");

        refuses(
                folder,
                new BundleParts(good.model(), good.weights(), "[]".getBytes(StandardCharsets.UTF_8), good.modelCard()),
                "tokenizer.json must be a JSON object, but is something else");
        refuses(
                folder,
                new BundleParts(TinyModels.withVocabulary(279), good.weights(), good.tokenizerJson(), ""),
                "token ids must be below the model's vocabulary of 279");

        assertThat(ModelBundle.read(folder).identity()).isEqualTo(old);
        assertThat(names()).containsExactly("tiny");
    }

    private static void refuses(Path folder, BundleParts parts, String message) {
        assertThatThrownBy(() -> BundleWriter.write(folder, parts))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("bundle '" + folder + "' cannot be written: ")
                .hasMessageContaining(message);
    }

    private static BundleParts with(BundleParts parts, Map<String, float[]> weights) {
        return new BundleParts(parts.model(), weights, parts.tokenizerJson(), parts.modelCard());
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(temp)) {
            return files.map(f -> f.getFileName().toString()).toList().stream();
        }
    }
}
