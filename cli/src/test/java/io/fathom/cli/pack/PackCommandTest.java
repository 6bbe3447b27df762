package io.fathom.cli.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fathom.cli.Ran;
import io.fathom.model.base.BaseEncoder;
import io.fathom.model.base.TinyBases;
import io.fathom.model.bundle.BundleWriter;
import io.fathom.model.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackCommandTest {

    @TempDir
    private Path temp;

    @Test
    void aPackedBundleNeedsNoBaseAndGivesTheSameFigures() throws IOException {
        BaseEncoder base = TinyBases.write(temp.resolve("base"), 1);
        ModelBundle thin = BundleWriter.write(temp.resolve("thin"), TinyBases.thinParts(base, 2));
        Files.writeString(temp.resolve("test.tsv"), "refund\tI want a refund\nstatus\twhere is my parcel\n");
        Ran inspected = fathom("inspect", path("thin"));
        assertThat(inspected.out())
                .contains("base         tiny-base (sha256 "
                        + base.reference().sha256().substring(0, 12))
                .contains(": here, sha256 matches");
        String before = figures("thin");

        Ran ran = fathom("pack", "--bundle", path("thin"), "--out", path("packed"));
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("wrote thin@", "from " + thin.identity() + ", on base tiny-base (sha256 ");

        Files.delete(temp.resolve("base/base.json"));
        assertThat(figures("packed")).isEqualTo(before);
        assertThat(fathom("inspect", path("thin")).out()).contains(": not usable here; bundle '" + path("thin"));
        Ran alone = fathom("evaluate", "--bundle", path("thin"), "--data", path("test.tsv"));
        assertThat(alone.exitCode()).isEqualTo(1);
        assertThat(alone.err()).contains("must be on this machine");
        JsonNode json = new ObjectMapper()
                .readTree(fathom("inspect", path("thin"), "--json").lastOutLine());
        assertThat(json.at("/base/name").asText()).isEqualTo("tiny-base");
    }

    @Test
    void doesNotWriteOverItself() {
        TinyBases.write(temp.resolve("base"), 1);
        BundleWriter.write(temp.resolve("thin"), TinyBases.thinParts(TinyBases.write(temp.resolve("base"), 1), 2));
        Ran ran = fathom("pack", "--bundle", path("thin"), "--out", path("thin"));
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("--out must name another folder than the bundle that is packed");
    }

    private String figures(String bundle) throws IOException {
        Ran ran = fathom("evaluate", "--bundle", path(bundle), "--data", path("test.tsv"), "--json");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        return new ObjectMapper().readTree(ran.lastOutLine()).path("fixed").toString();
    }

    private static Ran fathom(String... words) {
        return Ran.fathom(words);
    }

    private String path(String name) {
        return temp.resolve(name).toString();
    }
}
