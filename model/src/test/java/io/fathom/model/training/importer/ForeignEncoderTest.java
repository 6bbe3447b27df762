package io.fathom.model.training.importer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.model.base.BaseEncoder;
import io.fathom.model.base.BaseFolder;
import io.fathom.model.base.EncoderFamily;
import io.fathom.model.base.EncoderShape;
import io.fathom.model.training.importer.SafetensorsWriter.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of every family, made here with random weights: each tensor comes to its place, and what is not read is refused. */
class ForeignEncoderTest {

    @TempDir
    private Path temp;

    @ParameterizedTest
    @EnumSource
    void everyTensorComesToItsPlace(EncoderFamily family) throws IOException {
        ForeignFolder folder = new ForeignFolder(temp.resolve("hf"), family, false);
        ForeignEncoder encoder = ForeignEncoder.read(folder.path, true);
        assertThat(encoder.head()).isEmpty();
        EncoderShape shape = encoder.weights().shape();
        assertThat(shape)
                .isEqualTo(new EncoderShape(
                        folder.vocabulary,
                        ForeignFolder.POSITIONS - folder.offset(),
                        folder.width(),
                        ForeignFolder.DIM,
                        ForeignFolder.HEADS,
                        ForeignFolder.LAYERS,
                        ForeignFolder.FEED_FORWARD,
                        family == EncoderFamily.DISTILBERT ? 1e-12f : 1e-5f));

        BaseEncoder base = BaseFolder.write(
                temp.resolve("base"), "tiny", encoder.origin(), shape, encoder.tokenizerJson(), encoder.weights());
        Map<String, float[]> ours = base.weightValues();
        assertThat(ours.keySet())
                .containsExactlyElementsOf(shape.parameterShapes().keySet());

        boolean distilled = family == EncoderFamily.DISTILBERT;
        String layer = distilled ? "transformer.layer.1." : "encoder.layer.1.";
        String key = layer + (distilled ? "attention.k_lin" : "attention.self.key");
        assertThat(ours.get("embed.token")).isEqualTo(folder.values("embeddings.word_embeddings.weight"));
        int square = ForeignFolder.DIM * ForeignFolder.DIM;
        assertThat(slice(ours, "middle.1.attention.qkv.weight", square, square))
                .isEqualTo(folder.values(key + ".weight"));
        assertThat(slice(ours, "middle.1.attention.qkv.bias", ForeignFolder.DIM, ForeignFolder.DIM))
                .isEqualTo(folder.values(key + ".bias"));
        assertThat(ours.get("middle.1.feedForward.norm.bias"))
                .isEqualTo(folder.values(layer + (distilled ? "output_layer_norm.bias" : "output.LayerNorm.bias")));
        float[] positions = folder.values("embeddings.position_embeddings.weight");
        float type = distilled ? 0 : folder.values("embeddings.token_type_embeddings.weight")[1];
        assertThat(requireNonNull(ours.get("embed.position"))[1])
                .isEqualTo(positions[folder.offset() * folder.width() + 1] + type);
    }

    @ParameterizedTest
    @CsvSource({"F32, 0", "BF16, 0.008", "F16, 0.001"})
    void narrowNumbersAreWidened(String dtype, float tolerance) throws IOException {
        ForeignFolder folder = new ForeignFolder(temp.resolve("hf"), EncoderFamily.BERT, false);
        folder.save(dtype);
        Map<String, float[]> read =
                ForeignEncoder.read(folder.path, true).weights().values();
        float[] exact = folder.values("encoder.layer.0.intermediate.dense.weight");
        float[] ours = requireNonNull(read.get("middle.0.feedForward.in.weight"));
        for (int i = 0; i < exact.length; i++) {
            assertThat(Math.abs(ours[i] - exact[i]))
                    .isLessThanOrEqualTo(tolerance * Math.abs(exact[i]) + 1e-4f * tolerance);
        }
    }

    @Test
    void shardsAreReadAsOneFile() throws IOException {
        ForeignFolder folder = new ForeignFolder(temp.resolve("hf"), EncoderFamily.ROBERTA, false);
        Map<String, float[]> whole =
                ForeignEncoder.read(folder.path, true).weights().values();
        shard(folder);
        Map<String, float[]> sharded =
                ForeignEncoder.read(folder.path, true).weights().values();
        assertThat(sharded.keySet()).isEqualTo(whole.keySet());
        whole.forEach((name, values) -> assertThat(sharded.get(name)).as(name).isEqualTo(values));

        Files.delete(folder.path.resolve("model-00002-of-00002.safetensors"));
        refuses(folder, "must name files of its folder, but 'model-00002-of-00002.safetensors' is not there");
    }

    private static void shard(ForeignFolder folder) throws IOException {
        Files.delete(folder.path.resolve("model.safetensors"));
        Map<String, Tensor> first = new LinkedHashMap<>();
        Map<String, Tensor> second = new LinkedHashMap<>();
        StringBuilder index = new StringBuilder("{\"metadata\": {}, \"weight_map\": {");
        folder.tensors.forEach((name, tensor) -> {
            boolean even = (first.size() + second.size()) % 2 == 0; // query and key in different files
            (even ? first : second).put(name, tensor);
            index.append(index.charAt(index.length() - 1) == '{' ? "" : ",")
                    .append("\"%s\": \"model-0000%d-of-00002.safetensors\"".formatted(name, even ? 1 : 2));
        });
        SafetensorsWriter.write(folder.path.resolve("model-00001-of-00002.safetensors"), first, "F32");
        SafetensorsWriter.write(folder.path.resolve("model-00002-of-00002.safetensors"), second, "F32");
        Files.writeString(folder.path.resolve("model.safetensors.index.json"), index.append("}}"));
    }

    @Test
    void sentenceTransformersLieAroundTheirTransformer() throws IOException {
        Path root = Files.createDirectories(temp.resolve("st"));
        new ForeignFolder(root.resolve("0_Transformer"), EncoderFamily.BERT, false);
        Files.writeString(
                root.resolve("modules.json"),
                """
                [{"idx": 0, "name": "0", "path": "0_Transformer", "type": "sentence_transformers.models.Transformer"},
                 {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}]""");
        assertThat(ForeignEncoder.read(root, true).weights().shape().layers()).isEqualTo(ForeignFolder.LAYERS);
        Files.writeString(root.resolve("modules.json"), "[{\"path\": \"../..\", \"type\": \"models.Transformer\"}]");
        assertThatThrownBy(() -> ForeignEncoder.read(root, true))
                .hasMessageEndingWith("modules.json must name a folder inside, but names '../..'");
    }

    @Test
    void oldNamesOfNormsAreUnderstood() throws IOException {
        ForeignFolder folder = new ForeignFolder(temp.resolve("hf"), EncoderFamily.BERT, false);
        Map<String, float[]> expected =
                ForeignEncoder.read(folder.path, true).weights().values();
        Map<String, Tensor> old = new LinkedHashMap<>();
        folder.tensors.forEach((name, tensor) -> old.put(
                "bert."
                        + name.replace("LayerNorm.weight", "LayerNorm.gamma")
                                .replace("LayerNorm.bias", "LayerNorm.beta"),
                tensor));
        SafetensorsWriter.write(folder.path.resolve("model.safetensors"), old, "F32");
        Map<String, float[]> read =
                ForeignEncoder.read(folder.path, true).weights().values();
        expected.forEach((name, values) -> assertThat(read.get(name)).as(name).isEqualTo(values));
    }

    @ParameterizedTest
    @EnumSource
    void aClassifierComesWithItsLabels(EncoderFamily family) throws IOException {
        ForeignFolder folder = new ForeignFolder(temp.resolve("hf"), family, true);
        ForeignClassifier head = ForeignEncoder.read(folder.path, true).head().orElseThrow();
        assertThat(head.labels()).containsExactly("anger", "joy", "none");
        assertThat(head.weights())
                .containsOnlyKeys("pooler.weight", "pooler.bias", "classifier.weight", "classifier.bias");
        assertThat(ForeignEncoder.read(folder.path, false).head()).isEmpty();
    }

    @Test
    void labelsMustFit() throws IOException {
        ForeignFolder folder = new ForeignFolder(temp.resolve("hf"), EncoderFamily.BERT, true);
        refusesConfig(
                folder, "\"2\": \"none\"", "\"7\": \"none\"", "id2label must name the classifier's 3 rows by their");
        refusesConfig(
                folder,
                "\"id2label\"",
                "\"problem_type\": \"multi_label_classification\", \"id2label\"",
                "problem_type must be single_label_classification (what is served), but is 'multi_label_classification'");
        folder.tensors.put("classifier.weight", new Tensor(new long[] {1, 8}, new float[8]));
        folder.save("F32");
        refuses(folder, "a classifier must have 2 labels or more, but has 1 (a regression)");
        folder.tensors.remove("classifier.weight");
        folder.save("F32");
        refuses(folder, "there must be a matrix 'classifier.weight' (the classifier that config.json promises)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"bert\" | \"deberta-v2\" | model_type must be one of bert, roberta, xlm-roberta, distilbert, electra (what is read), but is 'deberta-v2'",
                "\"absolute\" | \"relative_key\" | position_embedding_type must be absolute (what is read), but is 'relative_key'",
                "\"gelu\" | \"gelu_new\" | hidden_act must be gelu (what is read), but is 'gelu_new'",
                "\"hidden_size\": 8, | | config.json must give hidden_size as a whole number, but gives none",
                "\"num_attention_heads\": 2 | \"num_attention_heads\": 3 | heads must divide dim, but were 3 and 8",
                "\"num_hidden_layers\": 2 | \"num_hidden_layers\": 3 | there must be a tensor 'encoder.layer.2.attention.self.query.weight'",
                "\"max_position_embeddings\": 20 | \"max_position_embeddings\": 21 | tensor 'embeddings.position_embeddings.weight' must have the shape [21, 8]",
                "\"model_type\": | \"type\": | config.json must say its model_type, but does not",
                "\"layer_norm_eps\" | \"is_decoder\": true, \"layer_norm_eps\" | must be that of an encoder (what is read), but says is_decoder",
            })
    void aConfigurationThatIsNotReadIsRefused(String from, String to, String message) throws IOException {
        ForeignFolder folder = new ForeignFolder(temp.resolve("hf"), EncoderFamily.BERT, false);
        refusesConfig(folder, from, to == null ? "" : to, message);
    }

    @Test
    void tensorsThatDoNotFitAreRefused() throws IOException {
        ForeignFolder folder = new ForeignFolder(temp.resolve("hf"), EncoderFamily.BERT, false);
        folder.put("encoder.layer.0.attention.self.distance_embedding.weight", 39, 4);
        folder.save("F32");
        refuses(
                folder,
                "positions must be absolute (what is read), but the tensor"
                        + " 'encoder.layer.0.attention.self.distance_embedding.weight' shows relative ones");
        folder.tensors.remove("encoder.layer.0.attention.self.distance_embedding.weight");
        folder.put("encoder.layer.1.output.dense.weight", 12, 8);
        folder.save("F32");
        refuses(folder, "tensor 'encoder.layer.1.output.dense.weight' must have the shape [8, 12]");
        folder.put("encoder.layer.1.output.dense.weight", 8, 12);
        folder.put("embeddings.word_embeddings.weight", 12, 8);
        folder.config = folder.config.replace("\"vocab_size\": " + folder.vocabulary, "\"vocab_size\": 12");
        folder.save("F32");
        refuses(folder, "token ids must be below the model's vocabulary of 12, but the tokenizer has ids up to 15");
    }

    @Test
    void wholeNumbersAreNoWeights() throws IOException {
        ForeignFolder folder = new ForeignFolder(temp.resolve("hf"), EncoderFamily.BERT, false);
        folder.save("I8");
        assertThatThrownBy(
                        () -> ForeignEncoder.read(folder.path, true).weights().values())
                .hasMessageContaining(
                        "must hold 'embeddings.word_embeddings.weight' as F32, F16 or BF16, but holds it as I8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch_model.bin", "model.pt"})
    void aPickleIsNotOpened(String name) throws IOException {
        ForeignFolder folder = new ForeignFolder(temp.resolve("hf"), EncoderFamily.BERT, false);
        Files.move(folder.path.resolve("model.safetensors"), folder.path.resolve(name));
        refuses(
                folder,
                "must hold model.safetensors or model.safetensors.index.json (what is read), but has " + name
                        + ", a pickle, which could run code when it is read");
        assertThatThrownBy(() -> ForeignEncoder.read(folder.path.resolve(name), true))
                .hasMessageContaining("but is a pickle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokenizer.json", "config.json"})
    void aMissingFileIsNamed(String name) throws IOException {
        ForeignFolder folder = new ForeignFolder(temp.resolve("hf"), EncoderFamily.BERT, false);
        Files.delete(folder.path.resolve(name));
        refuses(folder, "the folder must hold the file " + name + ", but does not");
    }

    @Test
    void whatIsNoModelIsSaidSo() throws IOException {
        assertThatThrownBy(() -> ForeignEncoder.read(temp.resolve("absent"), true))
                .hasMessageContaining("or an .onnx file (what is read), but does not exist");
        Path noise = Files.write(temp.resolve("x.onnx"), List.of("this is text"));
        assertThatThrownBy(() -> ForeignEncoder.read(noise, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be an ONNX model (protobuf), but at byte ");
    }

    private static void refusesConfig(ForeignFolder folder, String from, String to, String message) throws IOException {
        String good = folder.config;
        assertThat(good).contains(from);
        Files.writeString(folder.path.resolve("config.json"), good.replace(from, to));
        refuses(folder, message);
    }

    private static void refuses(ForeignFolder folder, String message) {
        assertThatThrownBy(() -> ForeignEncoder.read(folder.path, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + folder.path + "' cannot be imported: ")
                .hasMessageContaining(message);
    }

    private static float[] slice(Map<String, float[]> values, String name, int from, int count) {
        return Arrays.copyOfRange(requireNonNull(values.get(name)), from, from + count);
    }
}
