package io.fathom.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.fathom.model.base.BaseEncoder;
import io.fathom.model.base.BaseReference;
import io.fathom.model.base.NamedBase;
import io.fathom.model.base.TinyBases;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.RowStates;
import io.fathom.model.nn.Weights;
import io.fathom.model.tensors.NumberType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles on a base: what they hold, what they answer, and what is refused. */
class ThinBundleTest {
    private static final int[][] ROWS = {{1, 5, 9}, {2}, {3, 3, 3, 3, 250}};

    @TempDir
    private Path temp;

    @Test
    void holdsItsHeadsAndTakesTheRestFromTheBaseBesideIt() {
        BaseEncoder base = TinyBases.write(temp.resolve("base"), 1);
        ModelBundle thin = BundleWriter.write(temp.resolve("thin"), TinyBases.thinParts(base, 2));
        assertThat(thin.base()).contains(base.reference());
        assertThat(thin.ownWeightValues()).hasSize(2 * TinyBases.LAYERS);
        assertThat(thin.weightValues().keySet())
                .containsExactlyElementsOf(thin.architecture().parameterShapes().keySet());
        assertThat(thin.weightValues().get("embed.token"))
                .isEqualTo(base.weightValues().get("embed.token"));
        assertThat(ModelBundle.read(thin.folder()).identity()).isEqualTo(thin.identity());
    }

    @Test
    void packedItGivesTheSameAnswersWithoutTheBase() throws IOException {
        BaseEncoder base = TinyBases.write(temp.resolve("base"), 1);
        ModelBundle thin = BundleWriter.write(temp.resolve("thin"), TinyBases.thinParts(base, 2));
        float[] expected = answers(thin);
        ModelBundle packed = BundleWriter.write(temp.resolve("elsewhere/packed"), BundleParts.packed(thin));
        Files.delete(temp.resolve("base/base.json"));
        assertThat(packed.base()).isEmpty();
        assertThat(packed.model()).isEqualTo(thin.model());
        assertThat(packed.identity().id()).isEqualTo("thin");
        assertThat(answers(packed)).isEqualTo(expected);
    }

    @Test
    void aLayerThatWasTrainedOnWinsOverTheBase() {
        BaseEncoder base = TinyBases.write(temp.resolve("base"), 1);
        BundleParts parts = TinyBases.thinParts(base, 2);
        Map<String, float[]> changed = new LinkedHashMap<>(parts.weights());
        changed.put("middle.1.attention.out.bias", new float[16]);
        ModelBundle bundle = BundleWriter.write(
                temp.resolve("tuned"),
                new BundleParts(
                        parts.model(),
                        changed,
                        parts.tokenizerJson(),
                        "",
                        parts.base(),
                        parts.frontier(),
                        parts.ngrams()));
        assertThat(bundle.weightValues().get("middle.1.attention.out.bias")).containsOnly(0f);
        assertThat(bundle.weightValues().get("middle.2.attention.out.bias"))
                .isEqualTo(base.weightValues().get("middle.2.attention.out.bias"));
        assertThat(answers(bundle)).isNotEqualTo(answers(BundleWriter.write(temp.resolve("thin"), parts)));
    }

    @Test
    void whatBfloat16HoldsExactlyIsStoredInIt() throws IOException {
        BaseEncoder base = TinyBases.write(temp.resolve("base"), 1);
        BundleParts parts = TinyBases.thinParts(base, 2);
        Map<String, float[]> changed = new LinkedHashMap<>(parts.weights());
        float[] table = TinyModels.get(base.weightValues(), "embed.token");
        changed.put("embed.token", table);
        long exact = weightsOf(temp.resolve("exact"), parts, changed);
        float[] rounded = table.clone();
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = NumberType.toBfloat16(table[i]);
            assertThat(Math.abs(rounded[i] - table[i])).isLessThanOrEqualTo(Math.abs(table[i]) / 256);
        }
        changed.put("embed.token", rounded);
        assertThat(exact - weightsOf(temp.resolve("narrow"), parts, changed))
                .isBetween(2L * table.length - 16, 2L * table.length + 16);
        ModelBundle narrow = ModelBundle.read(temp.resolve("narrow"));
        assertThat(narrow.ownWeightValues().get("embed.token")).isEqualTo(rounded);
        ModelBundle packed = BundleWriter.write(temp.resolve("packed"), BundleParts.packed(narrow));
        assertThat(answers(packed)).isEqualTo(answers(narrow));
        assertThat(NumberType.toBfloat16(1 + 1f / 256)).as("tie to even").isEqualTo(1f);
        assertThat(NumberType.toBfloat16(1 + 3f / 256)).as("tie to even").isEqualTo(1 + 4f / 256);
    }

    private static long weightsOf(Path folder, BundleParts parts, Map<String, float[]> weights) throws IOException {
        BundleWriter.write(
                folder,
                new BundleParts(
                        parts.model(),
                        weights,
                        parts.tokenizerJson(),
                        "",
                        parts.base(),
                        parts.frontier(),
                        parts.ngrams()));
        return Files.size(folder.resolve("weights.safetensors"));
    }

    @Test
    void aBaseThatIsNowhereIsSaidSo() throws IOException {
        BaseEncoder base = TinyBases.write(temp.resolve("base"), 1);
        ModelBundle thin = BundleWriter.write(temp.resolve("lonely/thin"), TinyBases.thinParts(base, 2));
        assertThatThrownBy(thin::weightValues)
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("bundle '" + thin.folder() + "' cannot be used: base tiny-base (sha256 "
                        + base.reference().sha256().substring(0, 12)
                        + "…) must be on this machine, but is neither in the"
                        + " folders of FATHOM_BASES ")
                .hasMessageEndingWith(
                        " nor beside the bundle: copy it there, or use a bundle that ./fathom pack has written");
        try (NDManager manager = NDManager.newBaseManager()) {
            assertThatThrownBy(() -> thin.loadWeights(manager)).isInstanceOf(BundleException.class);
        }
        TinyBases.write(temp.resolve("lonely/other"), 3); // another base of the same name is none
        assertThatThrownBy(thin::findBase).hasMessageContaining("must be on this machine");
    }

    @Test
    void aNamedBaseThatIsNotThatOneIsNowhere() {
        BaseEncoder base = TinyBases.write(temp.resolve("base"), 1);
        BaseReference other =
                new BaseReference("bge-small", NamedBase.BGE_SMALL.reference().coordinates(), "0".repeat(64));
        ModelBundle thin = BundleWriter.write(
                temp.resolve("thin"), TinyBases.thinParts(base, 2).on(other));
        assertThatThrownBy(thin::findBase)
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(
                        "base bge-small (sha256 000000000000…) must be on this machine, but neither the local"
                                + " Maven repository ")
                .hasMessageContaining(": fetch it with ./fathom import --from bge-small, or use a bundle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"weights.safetensors", "tokenizer.json"})
    void aFlippedBitOfTheBaseIsSeen(String name) throws IOException {
        BaseEncoder base = TinyBases.write(temp.resolve("base"), 1);
        ModelBundle thin = BundleWriter.write(temp.resolve("thin"), TinyBases.thinParts(base, 2));
        Path file = temp.resolve("base").resolve(name);
        byte[] good = Files.readAllBytes(file);
        for (long seed = 0; seed < 10; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bad);
            assertThatThrownBy(thin::weightValues)
                    .as("seed %d", seed)
                    .isInstanceOf(BundleException.class)
                    .hasMessageContaining(name + " must have the sha256 ")
                    .hasMessageEndingWith(": import the base again");
        }
    }

    @Test
    void aBaseThatChangesAfterItWasFoundIsSeen() throws IOException {
        BaseEncoder base = TinyBases.write(temp.resolve("base"), 1);
        Path file = temp.resolve("base/weights.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        assertThatThrownBy(base::weightValues).hasMessageContaining("must have the sha256");
    }

    @Test
    void aBaseOfAnotherShapeIsRefused() throws IOException {
        BaseEncoder base = TinyBases.write(temp.resolve("base"), 1);
        BundleParts parts = TinyBases.thinParts(base, 2);
        DamagedBundle bundle = new DamagedBundle(
                BundleWriter.write(temp.resolve("thin"), parts).folder());
        bundle.manifestText(text -> text.replace("\"feedForward\" : 32", "\"feedForward\" : 16")
                .replaceFirst("\"flopsPerTlop\" : \\d+", "\"flopsPerTlop\" : " + 2 * (4 * 16 * 16 + 2 * 16 * 16)));
        assertThatThrownBy(() -> bundle.read().weightValues())
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("base tiny-base (sha256 ")
                .hasMessageContaining(
                        " must have 'middle.0.feedForward.in.weight' of shape [16, 16] (as the architecture"
                                + " says), but its shape is [32, 16]");
    }

    @Test
    void theReadOutIsNeverTheBases() {
        BaseEncoder base = TinyBases.write(temp.resolve("base"), 1);
        BundleParts parts = TinyBases.thinParts(base, 2);
        Map<String, float[]> lacking = new LinkedHashMap<>(parts.weights());
        lacking.remove("classifier.1.bias");
        assertThatThrownBy(() -> BundleWriter.write(
                        temp.resolve("x"),
                        new BundleParts(
                                parts.model(),
                                lacking,
                                parts.tokenizerJson(),
                                "",
                                parts.base(),
                                parts.frontier(),
                                parts.ngrams())))
                .hasMessageContaining("weight 'classifier.1.bias' must have 5 values, but is missing");
    }

    private static float[] answers(ModelBundle bundle) {
        try (NDManager manager = NDManager.newBaseManager();
                Weights weights = bundle.loadWeights(manager)) {
            CycledTransformer network = CycledTransformer.forInference(weights);
            RowStates states = network.begin(manager, ROWS);
            for (int cycle = 0; cycle < TinyBases.LAYERS; cycle++) {
                states = network.cycle(manager, states, new int[] {cycle}).states();
            }
            return network.answer(manager, states, new int[] {TinyBases.LAYERS - 1})
                    .toFloatArray(); // [rows, labels]
        }
    }
}
