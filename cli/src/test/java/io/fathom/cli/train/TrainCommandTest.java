package io.fathom.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.cli.Ran;
import io.fathom.model.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {
    @TempDir
    private Path folder;

    private String data(String name, int records, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> things = List.of("the car", "a big house", "my old shoe", "this tree");
        StringBuilder tsv = new StringBuilder();
        for (int i = 0; i < records; i++) {
            String thing = things.get(random.nextInt(things.size()));
            tsv.append(
                    switch (i % 3) {
                        case 0 -> "red\t" + thing + " is red\n";
                        case 1 -> "blue\t" + thing + " is blue\n";
                        default -> "oos\t" + thing + " sings\n";
                    });
        }
        return Files.writeString(folder.resolve(name), tsv).toString();
    }

    @Test
    void makesABundleThatCanBeEvaluated() throws IOException {
        String out = folder.resolve("colours").toString();
        Ran ran = Ran.fathom(
                "train",
                "--arch",
                "ztt",
                "--data",
                data("train.tsv", 300, 1),
                "--dev",
                data("dev.tsv", 60, 2),
                "--out",
                out,
                "--teachers",
                "1",
                "--teacher-steps",
                "40",
                "--steps",
                "60",
                "--seed",
                "3",
                "--learning-rate",
                "0.005",
                "--width",
                "16",
                "--heads",
                "2",
                "--cycles",
                "2",
                "--vocabulary",
                "300",
                "--max-tokens",
                "16",
                "--evaluate-every",
                "20",
                "--averaging",
                "0.9",
                "--licence",
                "CC0 1.0",
                "--threads",
                "1");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("step     20  loss", "step     60  loss", "tokens/s");
        assertThat(ran.out())
                .contains("wrote colours@")
                .contains("dev.cycles2.inScopeAccuracy", "confidence-probe", "Deploy ");
        assertThat(folder.resolve("colours.checkpoint")).doesNotExist();

        ModelBundle bundle = ModelBundle.read(Path.of(out));
        assertThat(bundle.model().recipe())
                .startsWith("./fathom train --arch ztt --data")
                .contains("--licence 'CC0 1.0'");
        assertThat(bundle.model().trainingData().licence()).isEqualTo("CC0 1.0");

        Ran evaluated = Ran.fathom("evaluate", "--bundle", out, "--data", data("test.tsv", 60, 4));
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        assertThat(evaluated.out()).contains("fixed:1", "fixed:2", "recall", "Deploy ");

        calibratesAgain(Path.of(out));
    }

    /** Another dev set gives another calibration of the same weights, with the same probes for the same data. */
    private void calibratesAgain(Path trained) throws IOException {
        String dev = data("dev2.tsv", 90, 5);
        String again = folder.resolve("again").toString();
        Ran calibrated = Ran.fathom("calibrate", "--bundle", trained.toString(), "--data", dev, "--out", again);
        assertThat(calibrated.exitCode()).as(calibrated.err()).isZero();
        assertThat(calibrated.out()).contains("zero-probe", "Deploy ", "wrote colours@");
        ModelBundle before = ModelBundle.read(trained);
        ModelBundle after = ModelBundle.read(Path.of(again));
        assertThat(after.manifest().files().get("weights.safetensors"))
                .isEqualTo(before.manifest().files().get("weights.safetensors"));
        assertThat(after.probes()).hasSameSizeAs(before.probes()).isNotEqualTo(before.probes());
        assertThat(after.modelCard()).contains("## Quality on dev", "## Train it again");

        Ran evaluated = Ran.fathom(
                "evaluate", "--bundle", again, "--data", dev, "--signals", "--exit-policy", "confidence-probe:0.9");
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        assertThat(evaluated.out()).contains("confidence-probe:0.9", "random", "AUC");
    }

    /** Without dev data a share is held out; what every architecture learns is served by the engine. */
    @ParameterizedTest
    @ValueSource(strings = {"vanilla", "bc", "htc", "tsa", "tokenformer", "combined"})
    void trainsAndServesEveryArchitecture(String arch) throws IOException {
        String out = folder.resolve(arch).toString();
        String data = data("train.tsv", 200, 1);
        Ran ran = Ran.fathom(
                ("train --arch " + arch + " --data " + data + " --out " + out + " --teachers 0 --steps 40 --width 16"
                                + " --heads 2 --vocabulary 300 --max-tokens 16 --evaluate-every 20 --averaging 0.9"
                                + " --learning-rate 0.005")
                        .split(" "));

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ModelBundle.read(Path.of(out)).model().network()).hasToString(arch.toUpperCase(Locale.ROOT));
        Ran evaluated = Ran.fathom("evaluate", "--bundle", out, "--data", data);
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        assertThat(evaluated.out()).contains("fixed:1", "recall");
    }
}
