package io.fathom.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are missing, changed, or somewhere else. */
class BundleDamageTest {

    @TempDir
    private Path temp;

    private DamagedBundle bundle = new DamagedBundle(Path.of(""));

    @BeforeEach
    void write() {
        bundle = DamagedBundle.in(temp.resolve("tiny"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"weights.safetensors", "tokenizer.json", "MODEL_CARD.md"})
    void aFlippedBitIsSeenWhereverItIs(String name) throws IOException {
        byte[] good = Files.readAllBytes(bundle.file(name));
        for (long seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(bundle.file(name), bad);
            assertThatThrownBy(bundle::read)
                    .as("seed %d", seed)
                    .isInstanceOf(BundleException.class)
                    .hasMessageStartingWith(
                            "bundle '" + bundle.folder() + "' cannot be used: " + name + " must have the sha256 ")
                    .hasMessageEndingWith(": copy the bundle again");
        }
    }

    @Test
    void anyChangeOfTheManifestIsAnotherVersion() throws IOException {
        String version = bundle.read().identity().version();
        bundle.manifestText(text -> text + "\n");
        assertThat(bundle.read().identity().version()).isNotEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bundle.json", "weights.safetensors", "tokenizer.json", "MODEL_CARD.md"})
    void aMissingFileIsNamed(String name) throws IOException {
        Files.delete(bundle.file(name));
        assertThatThrownBy(bundle::read)
                .hasMessage("bundle '" + bundle.folder() + "' cannot be used: it must hold the file " + name
                        + ", but that is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"weights.safetensors", "tokenizer.json", "MODEL_CARD.md"})
    void aTruncatedFileIsSeen(String name) throws IOException {
        long bytes = Files.size(bundle.file(name));
        bundle.change(name, b -> Arrays.copyOf(b, b.length - 1));
        assertThatThrownBy(bundle::read)
                .hasMessageContaining(name + " must have " + bytes + " bytes (as the manifest says), but has "
                        + (bytes - 1) + ": copy the bundle again");
    }

    @Test
    void anEmptyFileIsSeen() throws IOException {
        bundle.change("weights.safetensors", b -> new byte[0]);
        assertThatThrownBy(bundle::read).hasMessageContaining("but has 0");
    }

    @Test
    void anEnormousFileIsNotReadWhole() throws IOException {
        bundle.forge("MODEL_CARD.md", b -> new byte[(1 << 20) + 5]);
        assertThatThrownBy(bundle::read)
                .hasMessageContaining("MODEL_CARD.md must have at most 1048576 bytes, but has 1048581");
    }

    @Test
    void aLinkOutOfTheFolderIsNotFollowed() throws IOException {
        Path outside = temp.resolve("outside");
        Files.move(bundle.file("MODEL_CARD.md"), outside);
        Files.createSymbolicLink(bundle.file("MODEL_CARD.md"), outside);
        assertThatThrownBy(bundle::read)
                .hasMessageContaining("MODEL_CARD.md must stay in the bundle's folder, but is a link out of it");
    }

    @Test
    void aManifestLinkedFromElsewhereIsNotFollowed() throws IOException {
        Path outside = temp.resolve("outside");
        Files.move(bundle.file("bundle.json"), outside);
        Files.createSymbolicLink(bundle.file("bundle.json"), Path.of("../outside"));
        assertThatThrownBy(bundle::read)
                .hasMessageContaining("bundle.json must stay in the bundle's folder, but is a link out of it");
    }

    @Test
    void aLinkToNowhereIsSeen() throws IOException {
        Files.delete(bundle.file("MODEL_CARD.md"));
        Files.createSymbolicLink(bundle.file("MODEL_CARD.md"), bundle.file("absent"));
        assertThatThrownBy(bundle::read).hasMessageContaining("MODEL_CARD.md must stay in the bundle's folder");
    }

    /** As Kubernetes mounts a volume. */
    @Test
    void aLinkInsideTheFolderIsFine() throws IOException {
        Path inside = Files.createDirectory(bundle.file("..data")).resolve("card");
        Files.move(bundle.file("MODEL_CARD.md"), inside);
        Files.createSymbolicLink(bundle.file("MODEL_CARD.md"), Path.of("..data/card"));
        Path link = Files.createSymbolicLink(temp.resolve("current"), bundle.folder());
        assertThat(ModelBundle.read(link).modelCard()).startsWith("# tiny");
    }

    @Test
    void aFolderInPlaceOfAFileIsSeen() throws IOException {
        Files.delete(bundle.file("tokenizer.json"));
        Files.createDirectory(bundle.file("tokenizer.json"));
        assertThatThrownBy(bundle::read).hasMessageContaining("tokenizer.json must be a file, but is something else");
    }

    @Test
    void whatIsNoFolderIsSaidSo() {
        Path absent = temp.resolve("absent");
        assertThatThrownBy(() -> ModelBundle.read(absent))
                .isInstanceOf(BundleException.class)
                .hasMessage("bundle '" + absent
                        + "' cannot be used: it must be a folder with a bundle.json, but does not exist");
        assertThatThrownBy(() -> ModelBundle.read(bundle.file("bundle.json")))
                .hasMessageEndingWith("it must be a folder with a bundle.json, but is a file");
    }
}
