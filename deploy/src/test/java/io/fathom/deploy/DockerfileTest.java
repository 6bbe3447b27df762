package io.fathom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No container engine is at hand: what an image would be made of is read from its file. */
class DockerfileTest {
    private static final Set<String> INSTRUCTIONS =
            Set.of("ARG", "FROM", "COPY", "RUN", "ENV", "VOLUME", "USER", "EXPOSE", "HEALTHCHECK");
    private static final Pattern CONTINUED = Pattern.compile("\\\\\n\\s*");

    /** Bundles need their bases no more, which no container has. */
    private static final String PACKING =
            "for bundle in bundles/*; do ./fathom pack --bundle \"$bundle\" --out \"dist/target/$bundle\"; done";

    /** An instruction on one line. */
    private record Instruction(String name, String rest) {}

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "Dockerfile.gpu"})
    void knownInstructionsOnly(String file) {
        assertThat(read(file)).extracting(Instruction::name).isSubsetOf(INSTRUCTIONS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "Dockerfile.gpu"})
    void versionsAreThoseOfThePoms(String file) {
        assertThat(arguments(file))
                .containsEntry("FLINK_VERSION", Repository.version("flink.version"))
                .containsEntry("FATHOM_VERSION", Repository.version("project.version"));
        assertThat(of(file, "FROM"))
                .hasSize(3)
                .last(InstanceOfAssertFactories.STRING)
                .isEqualTo("flink");
        assertThat(of(file, "FROM"))
                .anyMatch(from -> from.startsWith("eclipse-temurin:" + Repository.version("java.release") + "-"))
                .anyMatch(from ->
                        from.equals("flink:${FLINK_VERSION}-java" + Repository.version("java.release") + " AS flink"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "Dockerfile.gpu"})
    void endsWithAUserThatIsNotRootGivenByNumber(String file) {
        List<String> users = of(file, "USER");
        assertThat(users.get(users.size() - 1)).matches("[1-9][0-9]*:[1-9][0-9]*");
        assertThat(of(file, "HEALTHCHECK")).hasSize(1);
        assertThat(of(file, "VOLUME")).singleElement().asString().contains("/tmp", "/opt/flink/log", "/var/lib/fathom");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "Dockerfile.gpu"})
    void whatIsCopiedFromTheRepositoryIsSentToTheBuilder(String file) {
        String ignored = Repository.text(Repository.ROOT.resolve(".dockerignore"));
        of(file, "COPY").stream()
                .filter(copy -> !copy.startsWith("--from"))
                .map(copy -> copy.replaceAll("--\\S+ ", "").replaceFirst(" .*", ""))
                .forEach(source -> {
                    if (source.equals("dist/target/bundles")) {
                        assertThat(ignored).contains("!" + source);
                        assertThat(Repository.text(Repository.DEPLOY.resolve(file)))
                                .contains(PACKING);
                        assertThat(Repository.text(Repository.DEPLOY.resolve("README.md")))
                                .contains(PACKING);
                    } else if (source.startsWith("dist/")) {
                        assertThat(source).startsWith("dist/target/fathom-${FATHOM_VERSION}/");
                        assertThat(ignored).contains("!dist/target/fathom-*");
                        assertThat(Repository.text(Repository.ROOT.resolve("dist/pom.xml")))
                                .as("what dist builds")
                                .contains("${dist.folder}" + source.substring(source.lastIndexOf('/')));
                    } else {
                        assertThat(Repository.ROOT.resolve(source)).exists();
                        String folder = Stream.of("deploy/docker", "deploy/flink")
                                .filter(source::startsWith)
                                .findFirst()
                                .orElseThrow(() -> new AssertionError(source + " is not sent"));
                        assertThat(ignored).contains("!" + folder);
                    }
                });
    }

    @Test
    void nativesForCudaAreThoseOfTheGpuProfile() throws Exception {
        GpuProfile gpu = GpuProfile.read();
        assertThat(arguments("Dockerfile.gpu"))
                .containsEntry("PYTORCH_VERSION", gpu.pytorch())
                .containsEntry("PYTORCH_FLAVOR", gpu.flavor());
        String library = "PYTORCH_LIBRARY_PATH=/opt/fathom/natives/libtorch";
        assertThat(of("Dockerfile.gpu", "RUN").get(0)).contains(library);
        assertThat(of("Dockerfile.gpu", "ENV")).singleElement().asString().contains(library);
        assertThat(Repository.text(Repository.ROOT.resolve("docs/operations.md")))
                .contains("CUDA " + gpu.cuda() + " from Maven Central")
                .contains("PyTorch " + gpu.pytorch() + " with DJL " + gpu.djl())
                .contains(gpu.pytorch() + " with `-Pgpu`");
    }

    @Test
    void theGpuImageIsMadeAsItsFileAndTheReadmeSayAndIsTheOneThatTheOverlayRuns() {
        String image = Repository.version("project.version") + "-gpu";
        List<String> commands = List.of(
                "./mvnw -Pgpu -pl dist -am package -DskipTests",
                "docker build -f deploy/Dockerfile.gpu -t fathom:" + image + " .");
        assertThat(Repository.text(Repository.DEPLOY.resolve("Dockerfile.gpu"))).contains(commands);
        assertThat(Repository.text(Repository.DEPLOY.resolve("README.md"))).contains(commands);
        assertThat(Yaml.one(Repository.K8S.resolve("overlays/gpu/kustomization.yaml"))
                        .at("/images/0/newTag")
                        .asText())
                .isEqualTo(image);
    }

    private static List<Instruction> read(String file) {
        Path path = Repository.DEPLOY.resolve(file);
        String text = Repository.text(path)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .collect(Collectors.joining("\n"));
        return CONTINUED
                .matcher(text)
                .replaceAll(" ")
                .lines()
                .map(line -> new Instruction(
                        line.substring(0, line.indexOf(' ')),
                        line.substring(line.indexOf(' ') + 1).strip()))
                .toList();
    }

    private static List<String> of(String file, String name) {
        return read(file).stream()
                .filter(instruction -> instruction.name().equals(name))
                .map(Instruction::rest)
                .toList();
    }

    private static Map<String, String> arguments(String file) {
        return of(file, "ARG").stream()
                .filter(argument -> argument.contains("="))
                .distinct()
                .collect(Collectors.toMap(
                        argument -> argument.substring(0, argument.indexOf('=')),
                        argument -> argument.substring(argument.indexOf('=') + 1)));
    }
}
