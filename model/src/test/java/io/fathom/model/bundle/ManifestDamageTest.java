package io.fathom.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.model.nn.Architecture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests that are not strict JSON of this format, or that do not fit the bundle. */
class ManifestDamageTest {

    @TempDir
    private Path temp;

    /** Bundles from before there were norms behind layers, narrow embeddings and classifiers of exits. */
    @Test
    void whatOlderBundlesDoNotSayHasTheMeaningThatItHad() throws IOException {
        DamagedBundle bundle = DamagedBundle.in(temp);
        Architecture architecture = ModelBundle.read(temp).architecture();
        bundle.manifest(m -> {
            ObjectNode of = architecture(m);
            of.remove("norms");
            ((ObjectNode) of.path("input")).remove("width");
            ((ObjectNode) of.path("readout")).remove(List.of("classifier", "hidden"));
        });
        assertThat(ModelBundle.read(temp).architecture()).isEqualTo(architecture);
    }

    static Stream<Arguments> wrongTrees() {
        return Stream.of(
                tree("bundle.json must hold known fields only, but has 'codec'", m -> m.put("codec", "zip")),
                tree("bundle.json must hold known fields only, but has 'model.architecture.depth'", m -> architecture(m)
                        .put("depth", 3)),
                tree("bundle.json lacks 'model.recipe'", m -> model(m).remove("recipe")),
                tree("bundle.json lacks 'files'", m -> m.remove("files")),
                tree("bundle.json lacks 'model.labels'", m -> model(m).putNull("labels")),
                tree("bundle.json has a wrong value at 'model.labels.0'", m -> labels(m)
                        .setNull(0)),
                tree("bundle.json has a wrong value at 'model.architecture.dim'", m -> architecture(m)
                        .put("dim", "16")),
                tree("bundle.json has a wrong value at 'model.architecture.dim'", m -> architecture(m)
                        .put("dim", 16.5)),
                tree("bundle.json has a wrong value at 'model.architecture.routers'", m -> architecture(m)
                        .put("routers", 1)),
                tree(
                        "'perceiver' at 'model.network' of bundle.json must be one of [vanilla, bc, htc, ztt, tsa, tokenformer,",
                        m -> model(m).put("network", "perceiver")),
                tree(
                        "'regression' at 'model.task' of bundle.json must be one of [classification, language-model]",
                        m -> model(m).put("task", "regression")),
                tree(
                        "'LOUD' at 'model.architecture.zeroToken' of bundle.json must be one of [NONE, ATTENTION, LAYER,",
                        m -> architecture(m).put("zeroToken", "LOUD")),
                tree("bundle.json has a wrong value at 'model.exitPolicy'", m -> exitPolicy(m)
                        .put("policy", "javax.script.ScriptEngineManager")),
                tree(
                        "bundle.json is inconsistent: threshold of the confidence policy must be between 0 and 1, but was 1.5",
                        m -> exitPolicy(m).put("threshold", 1.5)),
                tree(
                        "bundle.json is inconsistent: weights of a probe must be finite, but one was Infinity",
                        m -> regression(m).put("bias", 1e300)),
                tree("bundle.json has a wrong value at 'model.probes.0.cycles.0.bias'", m -> regression(m)
                        .put("bias", "high")),
                tree("bundle.json lacks 'model.probes.0.inputs'", m -> probe(m).remove("inputs")),
                tree(
                        "bundle.json is inconsistent: each regression of the probe must have 10 weights (signals of the"
                                + " architecture), but one has 11",
                        m -> regression(m).withArray("weights").add(1.5)),
                tree(
                        "bundle.json is inconsistent: the probe must have 2 regressions (one per cycle but the last), but has 1",
                        m -> probe(m).withArray("cycles").remove(1)),
                tree(
                        "bundle.json is inconsistent: probes must differ, but 'probe' is there twice",
                        m -> model(m).withArray("probes").add(probe(m).deepCopy())),
                tree(
                        "bundle.json is inconsistent: the policy 'zero-probe' needs a probe that is fitted to the model",
                        m -> model(m).putObject("exitPolicy")
                                .put("policy", "probe")
                                .put("inputs", "ZERO_ATTENTION")
                                .put("threshold", 0.5)
                                .put("minCycles", 1)),
                tree(
                        "bundle.json is inconsistent: network must be ZTT (the kind of the architecture), but was TSA",
                        m -> model(m).put("network", "tsa")),
                tree("bundle.json is inconsistent: heads must divide dim, but were 3 and 16", m -> architecture(m)
                        .put("heads", 3)),
                tree(
                        "bundle.json is inconsistent: labels must be 5 (rows of the architecture's classifier), but were 4",
                        m -> labels(m).remove(0)),
                tree("bundle.json is inconsistent: labels must differ, but 'delivery' is there twice", m -> labels(m)
                        .set(0, "delivery")),
                tree("bundle.json is inconsistent: a label must not be blank, but label 2 is", m -> labels(m)
                        .set(2, " ")),
                tree(
                        "outOfScopeThresholds of the calibration must be 4 (one per temperature), but were 3",
                        m -> ((ArrayNode) model(m).path("calibration").path("temperatures")).add(1f)),
                tree(
                        "outOfScopeThresholds of the calibration must be 3 (one per temperature), but were 2",
                        m -> ((ArrayNode) model(m).path("calibration").path("outOfScopeThresholds")).remove(0)),
                tree(
                        "a temperature must be positive and finite, but was -1.0",
                        m -> ((ArrayNode) model(m).path("calibration").path("temperatures")).set(0, -1f)),
                tree(
                        "a bundle's id must be 1 to 64 of a-z, 0-9, '.', '_' and '-', and start with a letter or digit,"
                                + " but was '../tiny'",
                        m -> model(m).put("id", "../tiny")),
                tree(
                        "cost must be CostConstants[headLayers=1, layersPerCycle=1, tailLayers=1, flopsPerTlop=4096] (it follows from the"
                                + " architecture), but was CostConstants[headLayers=1, layersPerCycle=1, tailLayers=1, flopsPerTlop=1]",
                        m -> ((ObjectNode) m.path("cost")).put("flopsPerTlop", 1)),
                tree(
                        "bundle.json is inconsistent: token gates must be none (it has no routers), but were Hard[threshold=0.5]",
                        m -> tokenGate(m).put("kind", "hard").put("threshold", 0.5)),
                tree(
                        "bundle.json is inconsistent: threshold of the token gates must be between 0 and 1, but was 2.0",
                        m -> tokenGate(m).put("kind", "hard").put("threshold", 2.0)),
                tree("bundle.json has a wrong value at 'model.tokenGate'", m -> tokenGate(m)
                        .put("kind", "straight-through")),
                tree("bundle.json lacks 'model.lineage'", m -> model(m).remove("lineage")),
                tree(
                        "'stolen' at 'model.lineage.0.change' of bundle.json must be one of [grown, continued]",
                        m -> lineage(m).put("change", "stolen")),
                tree(
                        "the version of a parent bundle must be 12 hex digits, but was '../0123456789'",
                        m -> ((ObjectNode) lineage(m).path("parent")).put("version", "../0123456789")),
                tree(
                        "a bundle's id must be 1 to 64 of",
                        m -> ((ObjectNode) lineage(m).path("parent")).put("id", "")),
                tree("the detail of a lineage step must be one line, but was", m -> lineage(m)
                        .put("detail", "a\nb")),
                tree(
                        "formatVersion of bundle.json must be 2, but was 3: use the Fathom that wrote it, or train the"
                                + " bundle again",
                        m -> m.put("formatVersion", 3).put("newer", true)),
                tree("formatVersion of bundle.json must be 2, but was missing", m -> m.remove("formatVersion")));
    }

    @ParameterizedTest
    @MethodSource("wrongTrees")
    void isRefused(String message, Consumer<ObjectNode> change) throws IOException {
        DamagedBundle bundle = DamagedBundle.in(temp.resolve("tiny")).manifest(change);
        assertThatThrownBy(bundle::read)
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("bundle '" + bundle.folder() + "' cannot be used: ")
                .hasMessageContaining(message)
                .satisfies(e -> assertOneSentence(Objects.requireNonNull(e.getMessage())));
    }

    static Stream<Arguments> wrongTexts() {
        return Stream.of(
                text("bundle.json must be JSON, but is not", t -> t.substring(1)),
                text("bundle.json must be JSON, but is not", t -> t.substring(0, t.length() / 2)),
                text("bundle.json must be JSON, but is not", t -> t + "{}"),
                text("formatVersion of bundle.json must be 2, but was missing", t -> "[]"),
                text("formatVersion of bundle.json must be 2, but was missing", t -> ""),
                text(
                        "bundle.json must be JSON, but is not: Duplicate field 'formatVersion'",
                        t -> t.replaceFirst("\\{", "{\"formatVersion\":2,")));
    }

    @ParameterizedTest
    @MethodSource("wrongTexts")
    void isRefusedAsText(String message, UnaryOperator<String> change) throws IOException {
        DamagedBundle bundle = DamagedBundle.in(temp.resolve("tiny")).manifestText(change);
        assertThatThrownBy(bundle::read)
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertOneSentence(Objects.requireNonNull(e.getMessage())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../MODEL_CARD.md", "/etc/passwd", "..", ".", "a/b", "a\\b", "c:card", "a\u0000b", ""})
    void aFileNameThatLeavesTheFolderIsRefused(String name) throws IOException {
        DamagedBundle bundle = DamagedBundle.in(temp.resolve("tiny")).manifest(m -> ((ObjectNode) m.path("files"))
                .set(name, m.path("files").path("MODEL_CARD.md")));
        assertThatThrownBy(bundle::read)
                .hasMessageContaining(
                        "file names must be plain and stay in the bundle's folder, but '" + name + "' does not");
    }

    @Test
    void filesThatAreNoneOfABundleAreRefused() throws IOException {
        DamagedBundle bundle = DamagedBundle.in(temp.resolve("tiny")).manifest(m -> ((ObjectNode) m.path("files"))
                .set("model.pkl", m.path("files").path("MODEL_CARD.md")));
        assertThatThrownBy(bundle::read)
                .hasMessageContaining("files of bundle.json must be [MODEL_CARD.md, tokenizer.json,"
                        + " weights.safetensors] (and may be frontier.json and ngrams.bin), but are [MODEL_CARD.md, model.pkl, tokenizer.json,"
                        + " weights.safetensors]");
    }

    @Test
    void anUnlistedFileIsRefused() throws IOException {
        DamagedBundle bundle = DamagedBundle.in(temp.resolve("tiny"))
                .manifest(m -> ((ObjectNode) m.path("files")).remove("tokenizer.json"));
        assertThatThrownBy(bundle::read).hasMessageContaining("but are [MODEL_CARD.md, weights.safetensors]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense|tokenizer.json must be a JSON object, but cannot be parsed",
                "{}|tokenizer.json must hold a vocabulary under model.vocab, but has none",
                "{\"model\":{\"vocab\":{\"a\":300}}}|token ids must be below the model's vocabulary of",
                "{\"model\":{\"vocab\":{\"a\":-1}}}|tokenizer.json must give every token an id of 0 or more",
            })
    void aTokenizerThatDoesNotFitIsRefused(String json, String message) throws IOException {
        DamagedBundle bundle = DamagedBundle.in(temp.resolve("tiny"))
                .forge("tokenizer.json", b -> json.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(bundle::read).isInstanceOf(BundleException.class).hasMessageContaining(message);
    }

    @Test
    void aTokenizerThatTheLibraryRefusesIsSaidSoWhenItIsOpened() throws IOException {
        DamagedBundle bundle = DamagedBundle.in(temp.resolve("tiny"))
                .forge("tokenizer.json", b -> "{\"model\":{\"vocab\":{\"a\":0}}}".getBytes(StandardCharsets.UTF_8));
        ModelBundle read = bundle.read();
        assertThatThrownBy(read::openTokenizer)
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("tokenizer.json must be a Hugging Face tokenizer, but the library refuses it");
    }

    @Test
    void aDescriptionIsCheckedBeforeItIsWritten() {
        assertThatThrownBy(() -> TinyModels.withId("Tiny")).hasMessageContaining("but was 'Tiny'");
        assertThatThrownBy(() -> TinyModels.withLabels(List.of("a", "b")))
                .hasMessage("labels must be 5 (rows of the architecture's classifier), but were 2");
        assertThatThrownBy(() ->
                        TinyModels.withCalibration(new LabelCalibration(Collections.nCopies(2, 1f), "", List.of())))
                .hasMessage("cycles of the calibration must be 3 (maxCycles of the architecture), but were 2");
        assertThatThrownBy(() -> TinyModels.withExitPolicy(new io.fathom.model.depth.ExitPolicy.Fixed(4)))
                .hasMessage("cycles of the recommended policy must be between 1 and 3 (maxCycles of the architecture),"
                        + " but was 4");
    }

    private static void assertOneSentence(String message) {
        org.assertj.core.api.Assertions.assertThat(message).doesNotContain("\n").doesNotContain("com.fasterxml");
    }

    private static Arguments tree(String message, Consumer<ObjectNode> change) {
        return Arguments.of(message, change);
    }

    private static Arguments text(String message, UnaryOperator<String> change) {
        return Arguments.of(message, change);
    }

    private static ObjectNode model(ObjectNode manifest) {
        return (ObjectNode) manifest.path("model");
    }

    private static ObjectNode architecture(ObjectNode manifest) {
        return (ObjectNode) model(manifest).path("architecture");
    }

    private static ObjectNode exitPolicy(ObjectNode manifest) {
        return (ObjectNode) model(manifest).path("exitPolicy");
    }

    private static ObjectNode tokenGate(ObjectNode manifest) {
        return (ObjectNode) model(manifest).path("tokenGate");
    }

    /** A first step, right in itself. */
    private static ObjectNode lineage(ObjectNode manifest) {
        ObjectNode step = ((ArrayNode) model(manifest).path("lineage")).addObject();
        step.putObject("parent").put("id", "small").put("version", "0123456789ab");
        return step.put("change", "grown").put("detail", "attention slots 8 to 16");
    }

    private static ObjectNode probe(ObjectNode manifest) {
        return (ObjectNode) model(manifest).path("probes").path(0);
    }

    private static ObjectNode regression(ObjectNode manifest) {
        return (ObjectNode) probe(manifest).path("cycles").path(0);
    }

    private static ArrayNode labels(ObjectNode manifest) {
        return (ArrayNode) model(manifest).path("labels");
    }
}
