package io.fathom.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitScore;
import io.fathom.model.depth.OperatingPoint;
import io.fathom.model.statistics.Estimate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code frontier.json} as a part of a bundle. */
class FrontierFileTest {
    private static final float NEVER = Float.POSITIVE_INFINITY;

    @TempDir
    private Path temp;

    private static DepthFrontier frontier(ExitScore score, Float... thresholds) {
        return new DepthFrontier(
                score,
                List.of(new OperatingPoint(
                        List.of(thresholds),
                        OptionalDouble.empty(),
                        new Estimate(3.25, 3.125, 3.5, 40),
                        new Estimate(0.75, 0.5, 1, 40))));
    }

    private static BundleParts parts(DepthFrontier frontier) {
        return TinyBundles.parts(1).with(Optional.of(frontier));
    }

    private DamagedBundle bundle() {
        BundleWriter.write(temp.resolve("tiny"), parts(frontier(ExitScore.PROBE, 0.25f, NEVER)));
        return new DamagedBundle(temp.resolve("tiny"));
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        ModelBundle read = bundle().read();
        assertThat(read.frontier()).contains(frontier(ExitScore.PROBE, 0.25f, NEVER));
        assertThat(Files.readString(temp.resolve("tiny/frontier.json")))
                .contains("\"score\" : \"probe\"", "\"thresholds\" : [ 0.25, null ]", "\"samples\" : 40")
                .doesNotContain("gateThreshold", "agreement");
    }

    @Test
    void agreementIsReadBack() throws IOException {
        OperatingPoint plain = frontier(ExitScore.PROBE, 0.25f, NEVER).point(0);
        OperatingPoint promises = new OperatingPoint(
                plain.thresholds(),
                plain.gateThreshold(),
                plain.cost(),
                plain.quality(),
                Optional.of(new Estimate(0.875, 0.75, 1, 40)));
        DepthFrontier frontier = new DepthFrontier(ExitScore.PROBE, List.of(promises));
        BundleWriter.write(temp.resolve("tiny"), parts(frontier));
        assertThat(ModelBundle.read(temp.resolve("tiny")).frontier()).contains(frontier);
        assertThat(Files.readString(temp.resolve("tiny/frontier.json"))).contains("\"agreement\" : {");
    }

    @Test
    void theFrontierIsPartOfTheVersion() {
        ModelIdentity with = bundle().read().identity();
        ModelIdentity other = BundleWriter.write(temp.resolve("b"), parts(frontier(ExitScore.PROBE, 0.5f, NEVER)))
                .identity();
        ModelBundle without = TinyBundles.write(temp.resolve("c"));
        assertThat(without.frontier()).isEmpty();
        assertThat(List.of(with, other, without.identity())).doesNotHaveDuplicates();
    }

    /** An older bundle in the same place leaves no frontier behind. */
    @Test
    void aBundleWithoutOneReplacesABundleWithOne() {
        bundle();
        TinyBundles.write(temp.resolve("tiny"));
        assertThat(temp.resolve("tiny/frontier.json")).doesNotExist();
        assertThat(ModelBundle.read(temp.resolve("tiny")).frontier()).isEmpty();
    }

    @Test
    void itHasToFitTheModel() {
        assertThatThrownBy(() -> BundleWriter.write(temp.resolve("x"), parts(frontier(ExitScore.PROBE, 0.5f))))
                .hasMessageEndingWith(
                        "points of frontier.json must have 2 thresholds (one per depth but the last), but" + " have 1");
        assertThatThrownBy(
                        () -> BundleWriter.write(temp.resolve("x"), parts(frontier(ExitScore.ZERO_PROBE, 0.5f, 0.5f))))
                .hasMessageContaining("the policy 'zero-probe' needs a probe that is fitted to the model");
        DepthFrontier gated = new DepthFrontier(
                ExitScore.NONE,
                List.of(new OperatingPoint(
                        List.of(0f, 0f),
                        OptionalDouble.of(0.5),
                        new Estimate(3, 3, 3, 1),
                        new Estimate(0.5, 0.5, 0.5, 1))));
        assertThatThrownBy(() -> BundleWriter.write(temp.resolve("x"), parts(gated)))
                .hasMessageEndingWith("must have no gateThreshold (the architecture has no routers), but have one");
    }

    @Test
    void aRecommendedPointMustBeThere() {
        BundleParts parts = TinyBundles.parts(1);
        BundleParts recommends = new BundleParts(
                TinyModels.withExitPolicy(new ExitPolicy.Point(1)),
                parts.weights(),
                parts.tokenizerJson(),
                parts.modelCard());
        assertThatThrownBy(() -> BundleWriter.write(temp.resolve("x"), recommends))
                .hasMessageContaining("the policy 'point:1' needs a frontier, but the bundle has none");
        Optional<DepthFrontier> frontier = Optional.of(frontier(ExitScore.PROBE, 0.25f, NEVER));
        assertThatThrownBy(() -> BundleWriter.write(temp.resolve("x"), recommends.with(frontier)))
                .hasMessageEndingWith("point must be between 0 and 0 (points of the bundle's frontier, cheapest first),"
                        + " but was 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"score\" : \"probe\" | \"score\" : \"oracle\" | frontier.json is inconsistent: score must be one of [none,",
                "0.25, null | 1.25, null | frontier.json is inconsistent: a threshold of an operating point must be",
                "0.25, null | \"0.25\", null | frontier.json has a wrong value at 'points.0.thresholds.0'",
                "\"samples\" : 40 | \"sample\" : 40 | frontier.json lacks",
                "\"mean\" : 3.25 | \"mean\" : 4.25 | frontier.json is inconsistent: the mean of an estimate must lie",
                "\"formatVersion\" : 1 | \"formatVersion\" : 2 | formatVersion of frontier.json must be 1, but was 2",
            })
    void aForgedFrontierIsRefused(String from, String to, String rule) throws IOException {
        DamagedBundle bundle = bundle().forge("frontier.json", b -> {
            String text = new String(b, StandardCharsets.UTF_8);
            assertThat(text).contains(from);
            return text.replace(from, to).getBytes(StandardCharsets.UTF_8);
        });
        assertThatThrownBy(bundle::read).hasMessageContaining(rule);
    }

    @Test
    void aChangedFrontierIsSeen() throws IOException {
        DamagedBundle bundle = bundle().change("frontier.json", b -> {
            b[b.length - 2] = ' ';
            return b;
        });
        assertThatThrownBy(bundle::read).hasMessageContaining("frontier.json must have the sha256");
    }
}
