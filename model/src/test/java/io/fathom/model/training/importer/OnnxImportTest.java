package io.fathom.model.training.importer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.model.base.EncoderFamily;
import io.fathom.model.training.importer.SafetensorsWriter.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ONNX files with the weights of a Hugging Face folder, named as PyTorch's exporter names them. */
class OnnxImportTest {

    @TempDir
    private Path temp;

    @ParameterizedTest
    @EnumSource(names = {"BERT", "ROBERTA", "DISTILBERT"})
    void theGraphSaysWhatTheConfigurationSays(EncoderFamily family) throws IOException {
        ForeignFolder folder = new ForeignFolder(temp.resolve("hf"), family, false);
        ForeignEncoder expected = ForeignEncoder.read(folder.path, true);
        Path file = write(folder, exported(folder));
        ForeignEncoder read = ForeignEncoder.read(file, true);
        assertThat(read.weights().shape()).isEqualTo(expected.weights().shape());
        requireSame(read, expected);
    }

    @Test
    void aConfigurationBesideTheFileIsTaken() throws IOException {
        ForeignFolder folder = new ForeignFolder(temp.resolve("hf"), EncoderFamily.ELECTRA, false);
        ForeignEncoder expected = ForeignEncoder.read(folder.path, true);
        OnnxWriter graph = weights(folder, new OnnxWriter()); // says nothing of heads, norms and activation
        Files.createDirectories(folder.path.resolve("onnx"));
        Path file = Files.write(folder.path.resolve("onnx/model.onnx"), graph.model());
        ForeignEncoder read = ForeignEncoder.read(file, true);
        assertThat(read.origin().importedFrom()).isEqualTo("electra, ONNX");
        requireSame(read, expected);
    }

    @Test
    void equalTensorsAreExportedOnce() throws IOException {
        ForeignFolder folder = new ForeignFolder(temp.resolve("hf"), EncoderFamily.BERT, false);
        float[] same = folder.values("encoder.layer.0.output.LayerNorm.bias");
        String twin = "encoder.layer.1.output.LayerNorm.bias";
        folder.tensors.put(twin, new Tensor(new long[] {ForeignFolder.DIM}, same));
        folder.save("F32");
        ForeignEncoder expected = ForeignEncoder.read(folder.path, true);
        folder.tensors.remove(twin);
        OnnxWriter graph =
                exported(folder).node("Identity_7", "Identity", List.of("encoder.layer.0.output.LayerNorm.bias"), twin);
        requireSame(ForeignEncoder.read(write(folder, graph), true), expected);
    }

    @Test
    void whatIsNotReadIsRefused() throws IOException {
        ForeignFolder folder = new ForeignFolder(temp.resolve("hf"), EncoderFamily.BERT, false);
        refuses(
                folder,
                exported(folder).node("/q", "MatMulInteger", List.of("a", "b"), "c"),
                "the ONNX file must hold float32 weights (what is read), but has MatMulInteger nodes");
        refuses(
                folder,
                exported(folder).external("more"),
                "must hold its weights itself, but they lie in another file (external data)");
        refuses(
                folder,
                exported(folder).node("/encoder/layer.0/intermediate/act/Tanh", "Tanh", List.of("a"), "b"),
                "the activation of the layers must be gelu (what is read), but the graph has the node"
                        + " /encoder/layer.0/intermediate/act/Tanh of the kind Tanh");
        refuses(
                folder,
                norms(gelu(weights(folder, new OnnxWriter())), 1e-5f),
                "the number of attention heads must be told by the ONNX graph");
        refuses(
                folder,
                norms(exported(folder), 1e-3f),
                "must add one and the same number to the variance, but they add [1.0E-5, 0.001]");
        refuses(
                folder,
                new OnnxWriter().initialiser("conv.weight", new long[] {1}, new float[1]),
                "there must be one tensor 'embeddings.word_embeddings.weight'");
        folder.tensors.remove("encoder.layer.1.attention.self.value.weight");
        refuses(
                folder,
                exported(folder),
                "there must be a tensor 'encoder.layer.1.attention.self.value.weight' (the encoder has 2 layers of width 8");
    }

    /** Whatever the bytes are, the answer is an encoder or one sentence. */
    @Test
    void noiseIsNeverAnotherError() throws IOException {
        ForeignFolder folder = new ForeignFolder(temp.resolve("hf"), EncoderFamily.BERT, false);
        byte[] good = exported(folder).model();
        for (long seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bad = random.nextInt(4) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            for (int i = random.nextInt(4); i >= 0 && bad.length > 0; i--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(folder.path.resolve("noise.onnx"), bad);
            Files.deleteIfExists(folder.path.resolve("config.json"));
            try {
                ForeignEncoder.read(file, true).weights().values();
            } catch (IllegalArgumentException e) {
                assertThat(e).as("seed %d", seed).hasMessageNotContaining("\n");
            }
        }
    }

    private static void refuses(ForeignFolder folder, OnnxWriter graph, String message) throws IOException {
        Path file = write(folder, graph);
        assertThatThrownBy(() -> ForeignEncoder.read(file, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + file + "' cannot be imported: ")
                .hasMessageContaining(message);
    }

    private static Path write(ForeignFolder folder, OnnxWriter graph) throws IOException {
        Path alone = Files.createDirectories(folder.path.resolveSibling("alone"));
        Files.copy(
                folder.path.resolve("tokenizer.json"),
                alone.resolve("tokenizer.json"),
                StandardCopyOption.REPLACE_EXISTING);
        return Files.write(alone.resolve("model.onnx"), graph.model());
    }

    private static void requireSame(ForeignEncoder read, ForeignEncoder expected) throws IOException {
        Map<String, float[]> values = read.weights().values();
        expected.weights()
                .values()
                .forEach((name, tensor) -> assertThat(values.get(name)).as(name).isEqualTo(tensor));
    }

    /** With all that is read off a graph. */
    private static OnnxWriter exported(ForeignFolder folder) {
        OnnxWriter graph = weights(folder, new OnnxWriter());
        graph.constant("/heads", 0, 0, ForeignFolder.HEADS, ForeignFolder.DIM / ForeignFolder.HEADS);
        graph.node("/encoder/layer.0/attention/Reshape", "Reshape", List.of("x", "/heads"), "y");
        if (folder.family.positionsAfterPadding()) {
            graph.node("/embeddings/CumSum", "CumSum", List.of("not_padding", "axis"), "positions");
        }
        return norms(gelu(graph), folder.family == EncoderFamily.DISTILBERT ? 1e-12f : 1e-5f);
    }

    private static OnnxWriter gelu(OnnxWriter graph) {
        for (int l = 0; l < ForeignFolder.LAYERS; l++) {
            graph.node("/encoder/layer." + l + "/intermediate/act/Erf", "Erf", List.of("g" + l), "h" + l);
        }
        return graph;
    }

    private static OnnxWriter norms(OnnxWriter graph, float epsilon) {
        return graph.constant("eps" + epsilon, epsilon)
                .node("/LayerNorm/Add", "Add", List.of("variance", "eps" + epsilon), "more" + epsilon)
                .node("/LayerNorm/Sqrt", "Sqrt", List.of("more" + epsilon), "deviation" + epsilon);
    }

    /** Matrices of linear layers transposed and anonymous, half of them told by their node and half by their bias. */
    private static OnnxWriter weights(ForeignFolder folder, OnnxWriter graph) {
        Set<String> tables = new HashSet<>(List.of(
                "embeddings.word_embeddings.weight",
                "embeddings.position_embeddings.weight",
                "embeddings.token_type_embeddings.weight"));
        int number = 0;
        for (Map.Entry<String, Tensor> entry : folder.tensors.entrySet()) {
            String name = entry.getKey();
            long[] shape = entry.getValue().shape();
            if (shape.length == 1 || tables.contains(name)) {
                graph.initialiser(name, shape, requireNonNull(entry.getValue()).values());
                continue;
            }
            String anonymous = "onnx::MatMul_" + number++;
            String owner = name.substring(0, name.length() - ".weight".length());
            graph.initialiser(
                    anonymous,
                    new long[] {shape[1], shape[0]},
                    transposed(entry.getValue().values(), (int) shape[0], (int) shape[1]));
            String node = number % 2 == 0
                    ? "/" + owner.replace('.', '/').replaceAll("layer/(\\d)", "layer.$1") + "/MatMul"
                    : "MatMul_" + number;
            graph.node(node, "MatMul", List.of("x" + number, anonymous), "p" + number)
                    .node("", "Add", List.of(owner + ".bias", "p" + number), "s" + number);
        }
        return graph;
    }

    private static float[] transposed(float[] values, int rows, int columns) {
        float[] result = new float[values.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                result[c * rows + r] = values[r * columns + c];
            }
        }
        return result;
    }
}
