package io.fathom.cli.importer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fathom.cli.Ran;
import io.fathom.model.base.BaseEncoder;
import io.fathom.model.base.BaseFolder;
import io.fathom.model.base.EncoderFamily;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.training.importer.ForeignFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {

    @TempDir
    private Path temp;

    @Test
    void anEncoderBecomesABase() throws IOException {
        new ForeignFolder(temp.resolve("hf"), EncoderFamily.ROBERTA, true);
        Ran ran = fathom("import --from " + path("hf") + " --without-head --out " + path("My Base"));
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("wrote base my-base (sha256 ", "2 layers of width 8, 2 heads, up to 18 tokens")
                .contains("; next: ./fathom train --base " + path("My Base"));
        BaseEncoder base = BaseFolder.read(temp.resolve("My Base"));
        assertThat(base.origin().importedFrom()).isEqualTo("roberta, safetensors");
    }

    @Test
    void aClassifierIsServedAsItIs() throws IOException {
        new ForeignFolder(temp.resolve("hf"), EncoderFamily.BERT, true);
        Ran ran = fathom("import --from " + path("hf") + " --out " + path("feelings"));
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("wrote feelings@", "a classifier of 3 labels", "next: ./fathom calibrate");
        assertThat(ModelBundle.read(temp.resolve("feelings")).labels()).containsExactly("anger", "joy", "none");

        Files.writeString(temp.resolve("test.tsv"), "joy\tthe parcel is later\nanger\twhere is my parcel\n");
        Ran evaluated = fathom("evaluate --bundle " + path("feelings") + " --data " + path("test.tsv") + " --json");
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        JsonNode inspected = new ObjectMapper()
                .readTree(fathom("inspect " + path("feelings") + " --json").lastOutLine());
        assertThat(inspected.path("network").asText()).isEqualTo("encoder");
        assertThat(inspected.has("base")).isFalse();
    }

    @Test
    void aNamedBaseStaysWhereItIs() {
        Ran ran = fathom("import --from bge-small");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("base bge-small (sha256 9dff55ebd00d…): 12 layers of width 384, 12 heads, up to 512 tokens")
                .contains("from BAAI/bge-small-en-v1.5, licence MIT");
        Ran twice = fathom("import --from bge-small --out " + path("x"));
        assertThat(twice.exitCode()).isEqualTo(2);
        assertThat(twice.err()).contains("--out must be left out for a base with a name");
    }

    @Test
    void saysWhatCannotBe() throws IOException {
        Path folder = new ForeignFolder(temp.resolve("hf"), EncoderFamily.BERT, false).folder();
        Ran none = fathom("import --from " + folder);
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("--out must name the folder to write to, but was left out");
        Ran same = fathom("import --from " + folder + " --out " + folder);
        assertThat(same.err()).contains("--out must name another folder than --from");
        Files.move(folder.resolve("model.safetensors"), folder.resolve("pytorch_model.bin"));
        Ran pickle = fathom("import --from " + folder + " --out " + path("x"));
        assertThat(pickle.exitCode()).isEqualTo(1);
        assertThat(pickle.err().lines()).hasSize(1);
        assertThat(pickle.err()).contains("has pytorch_model.bin, a pickle, which could run code");
        assertThat(temp.resolve("x")).doesNotExist();
    }

    private static Ran fathom(String command) {
        String[] words = command.replace("My Base", "My%Base").split(" ", -1);
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].replace('%', ' ');
        }
        return Ran.fathom(words);
    }

    private String path(String name) {
        return temp.resolve(name).toString();
    }
}
