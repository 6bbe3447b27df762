package io.fathom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.model.bundle.TinyBundles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mistake is answered by one sentence on stderr that names the thing and the rule, and by the right exit code. */
class BadInputTest {
    @TempDir
    private Path folder;

    private String bundle = "";

    @BeforeEach
    void writeBundle() {
        bundle = TinyBundles.write(folder.resolve("tiny")).folder().toString();
    }

    private static void complains(Ran ran, int exitCode, String... parts) {
        assertThat(ran.err()).contains(parts).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.exitCode()).isEqualTo(exitCode);
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    @Test
    void noCommandShowsWhatThereIs() {
        Ran ran = Ran.fathom();
        assertThat(ran.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(ran.err()).contains("demo", "run", "train", "evaluate", "score", "inspect");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dem                         | unknown command 'dem', did you mean 'demo'?",
                "demo --rat 5                | unknown option '--rat', did you mean '--rate'?",
                "control set-budget --lift --window soon | --window must be a time such as 10s or 500ms",
                "calib                       | unknown command 'calib', did you mean 'calibrate'?",
                "trian                       | unknown command 'trian', did you mean 'train'?",
                "deploy                      | unknown command 'deploy'; see",
                "replicate                   | unknown command 'replicate'; see",
                "cluster staus               | unknown command 'staus', did you mean 'status'?",
                "cluster bogus               | unknown command 'bogus'; see",
                "cluster up --task 2         | unknown option '--task', did you mean '--taskmanagers'?",
                "demo --verbose              | unknown option '--verbose'; see",
                "demo extra                  | unknown argument 'extra'",
                "cluster submit --set =x     | --set must be KEY=VALUE, but was '=x'",
                "cluster submit --set speed  | --set must be KEY=VALUE, but was 'speed'",
                "demo --rate fast            | --rate must be a number, but was 'fast'",
                "demo --seed x               | --seed must be a whole number, but was 'x'",
                "demo --events 0             | --events must be a whole number between 1 and 2147483647, but was '0'",
                "demo --workers -1           | --workers must be a whole number between 0 and 1024, but was '-1'",
                "demo --parallelism 1000     | --parallelism must be a whole number between 1 and 64",
                "demo --device tpu           | --device must be auto, cpu, gpu or gpu:N, but was 'tpu'",
                "demo --exit-policy luck     | --exit-policy must be fixed:CYCLES, patience:CYCLES, ",
                "demo --input a --stdin      | --input and --stdin exclude each other",
                "demo --bundle               | missing required parameter for option '--bundle'",
                "evaluate                    | specify one of these",
                "run                         | missing required option: '--config=FILE'",
                "train --arch lstm           | --arch must be one of vanilla, bc, htc, ztt, tsa, tokenformer, combined, but was 'lstm'",
                "score --json                | unknown option '--json'",
            })
    void wrongUsageNamesTheOptionAndTheHelp(String line, String complaint) {
        Ran ran = Ran.fathom(line.trim().split(" +"));
        complains(ran, ExitCodes.USAGE, complaint, "--help'");
    }

    @Test
    void aBundleThatIsNotThere() {
        complains(Ran.fathom("score", "--bundle", "/no/such"), 2, "--bundle", "'/no/such' does not exist");
        complains(Ran.fathom("inspect", folder.toString()), 2, "--bundle", "holds no bundle.json");
        complains(Ran.fathom("inspect", bundle, "--bundle", bundle), 2, "must be named once");
    }

    @Test
    void aBundleThatIsDamaged() throws IOException {
        Files.writeString(Path.of(bundle, "MODEL_CARD.md"), "changed");
        complains(Ran.fathom("inspect", bundle), 1, "MODEL_CARD.md", "must have");
        complains(Ran.fathom("score", "--bundle", bundle), 1, "MODEL_CARD.md");
        complains(Ran.fathom("demo", "--bundle", bundle), 1, "MODEL_CARD.md");
    }

    @Test
    void moreThanTheModelHas() {
        complains(
                Ran.fathom("score", "--bundle", bundle, "--exit-policy", "fixed:9"),
                2,
                "--exit-policy must ask for at most 3 cycles",
                "fixed:9");
        complains(
                Ran.fathom("score", "--bundle", bundle, "--exit-policy", "zero-probe:0.9"),
                2,
                "--exit-policy cannot be followed: the policy 'zero-probe' needs a probe",
                "fathom calibrate");
    }

    @Test
    void recordsOfAnotherTask() {
        complains(
                Ran.fathom("evaluate", "--bundle", bundle, "--generate", "parcels", "--records", "10"),
                1,
                "labels of the records must be among those of bundle 'tiny', but none is",
                "--bundle");
    }

    @Test
    void filesThatAreNotThere() {
        complains(Ran.fathom("evaluate", "--bundle", bundle, "--data", "/none.tsv"), 2, "--data", "'/none.tsv'");
        complains(Ran.fathom("demo", "--bundle", bundle, "--input", "/none.tsv"), 2, "--input", "'/none.tsv'");
        complains(Ran.fathom("run", "--config", "/none.yaml"), 2, "--config", "'/none.yaml'");
        complains(
                Ran.fathom("train", "--data", "/none.tsv", "--dev", "/none.tsv", "--out", folder + "/out"),
                2,
                "--data",
                "'/none.tsv'");
    }

    @Test
    void malformedTsv() throws IOException {
        String data = file("bad.tsv", "status\twhere is it\nno tab here\n");
        complains(Ran.fathom("evaluate", "--bundle", bundle, "--data", data), 1, "line 2", "bad.tsv", "no tab");
        complains(Ran.fathom("demo", "--bundle", bundle, "--input", data), 1, "line 2", "bad.tsv", "no tab");
        complains(Ran.fathom("train", "--data", data, "--dev", data, "--out", folder + "/out"), 1, "line 2", "no tab");
    }

    @Test
    void aDemoWithoutAnEnd() {
        complains(Ran.fathom("demo", "--bundle", bundle, "--headless"), 2, "--headless needs an end", "--events");
        complains(Ran.fathom("demo", "--bundle", bundle, "--rate", "-1"), 2, "--rate must be 0", "-1");
    }

    @Test
    void optionsOfEventsThatNobodyAskedFor() {
        complains(Ran.fathom("cluster", "submit", "--rate", "5"), 2, "must come with --demo-events");
        complains(Ran.fathom("cluster", "submit", "--seed", "5"), 2, "must come with --demo-events");
    }

    /** What the launcher asks for before it builds what a command needs. */
    @Test
    void mistakesAreFoundByParsingAlone() {
        PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        assertThat(Fathom.onlyParsing(silent).execute("cluster", "up", "--bogus"))
                .isEqualTo(2);
        assertThat(Fathom.onlyParsing(silent).execute("--debug", "cluster", "up", "--taskmanagers", "0"))
                .isEqualTo(2);
        assertThat(Fathom.onlyParsing(silent).execute("cluster", "up", "--folder", bundle))
                .as("nothing is done")
                .isZero();
    }

    @Test
    void aConfigurationWithMistakes() throws IOException {
        String config = file("job.yaml", "fathom.bundle: " + bundle + "\nfathom.kafka.bootstrap-servers: nowhere\n");
        complains(Ran.fathom("run", "--config", config), 1, "fathom.kafka.bootstrap-servers must be host:port");
    }

    @Test
    void trainingOptionsThatDoNotFit() throws IOException {
        String data = file("good.tsv", "a\tone\nb\ttwo\n");
        String[] train = {"train", "--data", data, "--dev", data, "--out", folder + "/out"};
        complains(Ran.fathom(with(train, "--heads", "3")), 2, "--heads must divide --width (128), but was 3");
        complains(Ran.fathom(with(train, "--resume")), 2, "--resume needs a checkpoint", "out.checkpoint");
        complains(Ran.fathom(with(train, "--dropout", "1.5")), 2, "dropout must be at least 0 and below 1");
    }

    @Test
    void debugShowsTheStackTrace() {
        Ran ran = Ran.fathom("inspect", "--bundle", "/no/such", "--debug");
        assertThat(ran.err()).contains("\tat io.fathom.cli").contains("does not exist");
        assertThat(ran.exitCode()).isEqualTo(2);
    }

    private static String[] with(String[] args, String... more) {
        String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return all;
    }
}
