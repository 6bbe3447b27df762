package io.fathom.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fathom.model.bundle.LineageStep.Change;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ProbeInputs;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.Weights;
import io.fathom.model.text.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBundleTest {

    @TempDir
    private Path temp;

    @Test
    void readsWhatWasWritten() {
        ModelBundle bundle = TinyBundles.write(temp.resolve("tiny"));

        assertThat(bundle.model()).isEqualTo(TinyBundles.model());
        assertThat(bundle.manifest().cost()).isEqualTo(new CostConstants(1, 1, 1, 2 * (4 * 16 * 16 + 2 * 16 * 32)));
        assertThat(bundle.modelCard()).startsWith("# tiny");
        assertThat(bundle.exitPolicy()).isEqualTo(new ExitPolicy.Confidence(0.3f, 1));
        try (Tokenizer tokenizer = bundle.openTokenizer()) {
            assertThat(tokenizer.encode("", 8).ids()).hasSize(1);
        }
    }

    @Test
    void givesBackEveryWeight() {
        BundleParts parts = TinyBundles.parts(7);
        ModelBundle bundle = BundleWriter.write(temp.resolve("tiny"), parts);

        try (NDManager manager = NDManager.newBaseManager();
                Weights weights = bundle.loadWeights(manager)) {
            assertThat(weights.all().keySet()).isEqualTo(parts.weights().keySet());
            weights.all().forEach((name, array) -> assertThat(array.toFloatArray())
                    .as(name)
                    .isEqualTo(parts.weights().get(name)));
            assertThat(BundleParts.of(parts.model(), weights, parts.tokenizerJson(), "")
                            .weights())
                    .containsOnlyKeys(parts.weights().keySet());
        }
    }

    @Test
    void theSamePartsGiveTheSameVersion() {
        ModelIdentity first = TinyBundles.write(temp.resolve("a"), 1).identity();

        assertThat(TinyBundles.write(temp.resolve("b"), 1).identity()).isEqualTo(first);
        assertThat(TinyBundles.write(temp.resolve("c"), 2).identity().version()).isNotEqualTo(first.version());
        assertThat(first.id()).isEqualTo("tiny");
        assertThat(first.version()).matches("[0-9a-f]{12}");
    }

    @Test
    void everyPolicyFitsIntoAManifest() {
        for (ExitPolicy policy : new ExitPolicy[] {
            new ExitPolicy.Fixed(2),
            new ExitPolicy.ZeroAttention(0.125f, 2),
            new ExitPolicy.CorrectedZeroAttention(0.125f, 2),
            new ExitPolicy.Confidence(0.9f, 1),
            new ExitPolicy.Entropy(0.1f, 1),
            new ExitPolicy.Patience(1),
            new ExitPolicy.Probe(ProbeInputs.BOTH, 0.9f, 1)
        }) {
            BundleManifest manifest = BundleManifest.of(
                    TinyModels.withExitPolicy(policy), Map.of("x", new BundleManifest.FileEntry("", 1)));
            assertThat(ManifestJson.read(ManifestJson.write(manifest))).isEqualTo(manifest);
        }
    }

    @Test
    void tokenGatesAndLineageFitIntoAManifest() {
        List<LineageStep> lineage = List.of(
                new LineageStep(new ModelIdentity("small", "0123456789ab"), Change.GROWN, "slots 8 to 16"),
                new LineageStep(new ModelIdentity("grown", "ba9876543210"), Change.CONTINUED, "50 steps"));
        for (TokenGate gate : new TokenGate[] {new TokenGate.Soft(), new TokenGate.Hard(0.25f)}) {
            BundleManifest manifest = BundleManifest.of(
                    TinyModels.routed(gate, lineage), Map.of("x", new BundleManifest.FileEntry("", 1)));
            assertThat(ManifestJson.read(ManifestJson.write(manifest))).isEqualTo(manifest);
        }
        assertThatThrownBy(() -> TinyModels.routed(new TokenGate.StraightThrough(0.5f), lineage))
                .hasMessage("token gates of a bundle must be soft or hard (what a model is served with), but were"
                        + " StraightThrough[threshold=0.5]");
        assertThatThrownBy(() -> TinyModels.routed(new TokenGate.None(), lineage))
                .hasMessageStartingWith("token gates must be soft, hard or straight-through");
    }

    /** Bundles from before there were probes keep their bytes, and so their version. */
    @Test
    void aModelWithoutProbesSaysNothingOfThem() {
        BundleManifest manifest =
                BundleManifest.of(TinyBundles.bare(), Map.of("x", new BundleManifest.FileEntry("", 1)));
        byte[] json = ManifestJson.write(manifest);
        assertThat(new String(json, StandardCharsets.UTF_8)).doesNotContain("probes");
        assertThat(ManifestJson.read(json)).isEqualTo(manifest);
    }

    /** Anyone's safetensors reader can open our weights, and we can open what another writer wrote. */
    @Test
    void weightsAreOrdinarySafetensors() throws IOException {
        BundleParts parts = TinyBundles.parts(3);
        byte[] ours = WeightsFile.encode(parts.model().architecture(), parts.weights());
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList read = NDList.decode(manager, ours);
            assertThat(read).hasSameSizeAs(parts.weights().keySet());
            for (NDArray array : read) {
                assertThat(array.toFloatArray()).isEqualTo(parts.weights().get(array.getName()));
            }

            NDList list = new NDList();
            parts.model().architecture().parameterShapes().forEach((name, shape) -> {
                NDArray array = manager.create(TinyModels.get(parts.weights(), name), new Shape(shape));
                array.setName(name);
                list.add(array);
            });
            ByteArrayOutputStream theirs = new ByteArrayOutputStream();
            list.encode(theirs, NDList.Encoding.SAFETENSORS);
            WeightsFile weights = WeightsFile.parse(parts.model().architecture(), theirs.toByteArray());
            parts.weights()
                    .forEach((name, values) ->
                            assertThat(weights.values(name)).as(name).isEqualTo(values));
        }
    }

    @Test
    void replacesAnOlderBundleAndLeavesNothingBeside() throws IOException {
        Path folder = temp.resolve("tiny");
        TinyBundles.write(folder, 1);
        ModelIdentity second = TinyBundles.write(folder, 2).identity();

        assertThat(ModelBundle.read(folder).identity()).isEqualTo(second);
        try (Stream<Path> files = Files.list(temp)) {
            assertThat(files).containsExactly(folder);
        }
    }

    @Test
    void aReadBundleDoesNotDependOnItsFolderAnyMore() throws IOException {
        Path folder = temp.resolve("tiny");
        ModelBundle bundle = TinyBundles.write(folder);
        Files.write(folder.resolve("weights.safetensors"), new byte[3]);

        try (NDManager manager = NDManager.newBaseManager();
                Weights weights = bundle.loadWeights(manager)) {
            assertThat(weights.get("norm.weight").toFloatArray()).containsOnly(1f);
        }
    }
}
