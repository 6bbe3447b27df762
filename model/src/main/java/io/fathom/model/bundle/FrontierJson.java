package io.fathom.model.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitScore;
import io.fathom.model.depth.OperatingPoint;
import io.fathom.model.json.StrictJson;
import io.fathom.model.statistics.Estimate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code frontier.json} to and from {@link DepthFrontier}. A threshold that nothing reaches is null, a gate that does not
 * exist is absent, as is an agreement that was not measured.
 */
final class FrontierJson {
    static final int FORMAT_VERSION = 1;

    private static final List<String> MAY_BE_ABSENT = List.of("gateThreshold", "agreement");

    private static final StrictJson JSON = new StrictJson(
            BundleFiles.FRONTIER,
            StrictJson.mapper()
                    .disable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
                    .build());

    private FrontierJson() {}

    /** The file as it stands. */
    private record Document(
            int formatVersion,
            String score,
            @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = FromOne.class) int firstDepth,
            List<Point> points) {}

    /** Leaves the field out where it says what is usual. */
    private static final class FromOne {
        @Override
        public boolean equals(Object firstDepth) {
            return firstDepth.equals(1);
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    private record Point(
            @JsonSetter(contentNulls = Nulls.SET) List<@Nullable Float> thresholds,
            @JsonInclude(JsonInclude.Include.NON_NULL) @JsonSetter(nulls = Nulls.SET) @Nullable Double gateThreshold,
            Estimate cost,
            Estimate quality,
            @JsonInclude(JsonInclude.Include.NON_NULL) @JsonSetter(nulls = Nulls.SET) @Nullable Estimate agreement) {

        private static Point of(OperatingPoint point) {
            Stream<@Nullable Float> thresholds = point.thresholds().stream().map(t -> t.isInfinite() ? null : t);
            return new Point(
                    thresholds.toList(),
                    point.gateThreshold().isPresent() ? point.gateThreshold().getAsDouble() : null,
                    point.cost(),
                    point.quality(),
                    point.agreement().orElse(null));
        }

        private OperatingPoint toPoint() {
            return new OperatingPoint(
                    thresholds.stream()
                            .map(t -> t == null ? Float.POSITIVE_INFINITY : t)
                            .toList(),
                    gateThreshold == null ? OptionalDouble.empty() : OptionalDouble.of(gateThreshold),
                    cost,
                    quality,
                    Optional.ofNullable(agreement));
        }
    }

    static byte[] write(DepthFrontier frontier) {
        return JSON.write(new Document(
                FORMAT_VERSION,
                frontier.score().scoreName(),
                frontier.firstDepth(),
                frontier.points().stream().map(Point::of).toList()));
    }

    /** @throws IllegalArgumentException if the bytes are no frontier of this format version */
    static DepthFrontier read(byte[] bytes) {
        Document document = JSON.read(bytes, Document.class, root -> {
            requireFormatVersion(root.path("formatVersion"));
            if (root instanceof ObjectNode frontier && !frontier.has("firstDepth")) {
                frontier.put("firstDepth", 1);
            }
            for (JsonNode point : root.path("points")) {
                if (point instanceof ObjectNode fields) {
                    MAY_BE_ABSENT.stream().filter(name -> !fields.has(name)).forEach(fields::putNull);
                }
            }
        });
        try {
            return new DepthFrontier(
                    ExitScore.named(document.score()),
                    document.firstDepth(),
                    document.points().stream().map(Point::toPoint).toList());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(BundleFiles.FRONTIER + " is inconsistent: " + e.getMessage(), e);
        }
    }

    private static void requireFormatVersion(JsonNode version) {
        if (!version.isInt() || version.asInt() != FORMAT_VERSION) {
            throw new IllegalArgumentException("formatVersion of " + BundleFiles.FRONTIER + " must be " + FORMAT_VERSION
                    + ", but was " + (version.isMissingNode() ? "missing" : version)
                    + ": use the Fathom that wrote it, or calibrate the bundle again");
        }
    }
}
