package io.fathom.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What lies where, and once only. */
class ContentsITCase {
    private static final String NATIVE = ".*\\.(so|dll|dylib|jnilib)(\\.gz)?";

    @Test
    void theJobJarHoldsTheJobAndNoNatives() {
        List<String> files = Shipped.files(Shipped.jobJar());
        assertThat(files)
                .contains(
                        "io/fathom/job/ScoringJob.class",
                        "io/fathom/model/engine/ScoringEngine.class",
                        "io/fathom/model/nn/FusedLayers.torchscript",
                        "io/fathom/schemas/Prediction.class",
                        "org/apache/flink/connector/kafka/sink/KafkaSink.class",
                        "org/apache/avro/Schema.class",
                        "META-INF/LICENSE",
                        "META-INF/NOTICE")
                .noneMatch(name -> name.matches(NATIVE))
                .noneMatch(name -> name.startsWith("ai/djl/"))
                .noneMatch(name -> name.startsWith("kafka/server/") || name.startsWith("io/fathom/job/io/broker/"));
    }

    @Test
    void nativesAndWhatBindsToThemAreForTheParent() {
        List<String> files = Shipped.lib().stream()
                .flatMap(jar -> Shipped.files(jar).stream())
                .toList();
        assertThat(files)
                .contains("ai/djl/engine/Engine.class", "ai/djl/pytorch/jni/PyTorchLibrary.class")
                .anyMatch(name -> name.matches(NATIVE) && name.contains("libtorch_cpu"))
                .anyMatch(name -> name.matches(NATIVE) && name.contains("libtokenizers"))
                .noneMatch(name -> name.startsWith("io/fathom/") || name.startsWith("org/apache/"));
    }

    @Test
    void noClassIsInTwoPlaces() {
        Map<String, Path> places = new HashMap<>();
        List<String> twice = new ArrayList<>();
        Stream.of(List.of(Shipped.jobJar()), Shipped.lib(), Shipped.flink())
                .flatMap(List::stream)
                .forEach(jar -> Shipped.classes(jar).forEach(name -> {
                    Path earlier = places.putIfAbsent(name, jar);
                    if (earlier != null) {
                        twice.add(name + " in " + earlier.getFileName() + " and " + jar.getFileName());
                    }
                }));
        assertThat(twice).isEmpty();
    }

    @Test
    void whateverTheJobNeedsIsSomewhere() {
        Set<String> there = new HashSet<>();
        Stream.of(List.of(Shipped.jobJar()), Shipped.lib(), Shipped.flink())
                .flatMap(List::stream)
                .forEach(jar -> there.addAll(Shipped.classes(jar)));
        for (Path jar : Shipped.needed()) {
            assertThat(Shipped.classes(jar).stream()
                            .filter(name -> !name.startsWith("io/fathom/job/io/broker/"))
                            .filter(name -> !there.contains(name)))
                    .as("classes of " + jar.getFileName() + " that were left out")
                    .isEmpty();
        }
    }

    @Test
    void servicesAreMerged() throws IOException {
        try (JarFile jar = new JarFile(Shipped.jobJar().toFile())) {
            String factories = new String(
                    jar.getInputStream(jar.getEntry("META-INF/services/org.apache.flink.table.factories.Factory"))
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
            assertThat(factories).contains("KafkaDynamicTableFactory");
        }
    }

    @Test
    void theBillOfMaterialsNamesAllThatIsShipped() throws IOException {
        JsonNode sbom = new ObjectMapper()
                .readTree(Shipped.folder().resolve("sbom.json").toFile());
        assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        List<String> components = new ArrayList<>();
        sbom.path("components")
                .forEach(c -> components.add(
                        c.path("name").asText() + "-" + c.path("version").asText()));
        for (Path jar : Shipped.needed()) {
            String name = String.valueOf(jar.getFileName()).replace(".jar", "");
            assertThat(components).as(name).anyMatch(component -> name.startsWith(component) || isOwn(name, component));
        }
    }

    /** In a build of all modules, those before this one are folders of classes. */
    private static boolean isOwn(String name, String component) {
        return name.equals("classes") && component.startsWith("fathom-");
    }

    @Test
    void everyLibraryHasALicence() throws IOException {
        List<String> lines = Files.readAllLines(Shipped.folder().resolve("THIRD-PARTY.txt")).stream()
                .filter(line -> line.startsWith("     ("))
                .toList();
        assertThat(lines)
                .hasSizeGreaterThan(20)
                .allMatch(line -> line.matches("\\s+\\((Apache-2\\.0|BSD-2-Clause|BSD-3-Clause|MIT)\\).*"));
        assertThat(Shipped.folder().resolve("LICENSE")).exists();
        assertThat(Shipped.folder().resolve("NOTICE")).exists();
    }
}
