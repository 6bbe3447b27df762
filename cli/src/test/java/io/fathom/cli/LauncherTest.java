package io.fathom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./fathom} says when it cannot begin. Its way when all is well is what every other use of it shows. */
@Timeout(60)
class LauncherTest {
    private static final Path LAUNCHER =
            Path.of("..", "fathom").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private static Ran launch(Path launcher, Path javaHome, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(args.length == 0 ? List.of("--version") : List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", javaHome.toString());
        Process process = builder.start();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), out, err);
    }

    private Path fakeJava(String version) throws IOException {
        Path home = folder.resolve("jdk-" + version);
        Path java = home.resolve("bin").resolve("java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"" + version + "\"' >&2\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    @Test
    void noJdkWhereJavaHomePoints() throws Exception {
        Ran ran = launch(LAUNCHER, folder.resolve("none"));
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .startsWith("fathom: JAVA_HOME must point to a JDK 17 or newer")
                .contains("none/bin/java");
    }

    @Test
    void aJdkThatIsTooOld() throws Exception {
        Ran ran = launch(LAUNCHER, fakeJava("11.0.2"));
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("needs a JDK 17 or newer", "is version 11");
    }

    @Test
    void aRuntimeWithoutCompiler() throws Exception {
        Ran ran = launch(LAUNCHER, fakeJava("21.0.1"));
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("without javac");
    }

    /** Where the CLI has been built, and what a cluster runs has not. */
    @Test
    void mistakesAreToldBeforeAnythingIsBuilt() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path launcher = Files.copy(LAUNCHER, home.resolve("fathom"), StandardCopyOption.COPY_ATTRIBUTES);
        Path jdk = fakeJava("17.0.1");
        Path java = jdk.resolve("bin").resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"$*\"\nexit 2\n");
        Path state = Files.createDirectories(home.resolve(".fathom"));
        Files.writeString(state.resolve("cli.classpath"), home + "\n");
        Files.writeString(state.resolve("cli.stamp"), home.toRealPath() + " " + java + "\n");
        Ran ran = launch(launcher, jdk, "--debug", "cluster", "up", "--bogus");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).contains("-Dfathom.parse.only=true", "io.fathom.cli.Fathom --debug cluster up --bogus");
        assertThat(ran.err()).doesNotContain("building");
    }

    @Test
    void throughASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), LAUNCHER);
        Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("link"));
        Ran ran = launch(second, fakeJava("11.0.2"));
        // Not left to JUnit, which warns of links that lead out of its folder.
        Files.delete(second);
        Files.delete(link);
        assertThat(ran.err()).contains("is version 11");
    }
}
