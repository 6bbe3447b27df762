package io.fathom.model.bundle;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.nn.Projections;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.TokenGate;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code bundle.json} to and from {@link BundleManifest}: nothing unknown, nothing missing, nothing converted. */
final class ManifestJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .addMixIn(ExitPolicy.class, ExitPolicyMixIn.class)
            .addMixIn(Projections.class, ProjectionsMixIn.class)
            .addMixIn(Readout.class, ReadoutMixIn.class)
            .addMixIn(TokenGate.class, TokenGateMixIn.class)
            .addMixIn(Calibration.class, CalibrationMixIn.class)
            .build();

    /** The same line ends everywhere, since the bytes are the version. */
    private static final ObjectWriter WRITER =
            JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private ManifestJson() {}

    /** The policy's kind stands beside its numbers: {@code {"policy": "confidence", "threshold": 0.9, "minCycles": 1}}. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "policy")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = ExitPolicy.Fixed.class, name = "fixed"),
        @JsonSubTypes.Type(value = ExitPolicy.ZeroAttention.class, name = "zero-attention"),
        @JsonSubTypes.Type(value = ExitPolicy.CorrectedZeroAttention.class, name = "corrected-zero-attention"),
        @JsonSubTypes.Type(value = ExitPolicy.Confidence.class, name = "confidence"),
        @JsonSubTypes.Type(value = ExitPolicy.Entropy.class, name = "entropy"),
        @JsonSubTypes.Type(value = ExitPolicy.Patience.class, name = "patience"),
        @JsonSubTypes.Type(value = ExitPolicy.Probe.class, name = "probe")
    })
    private interface ExitPolicyMixIn {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Projections.Dense.class, name = "dense"),
        @JsonSubTypes.Type(value = Projections.Slots.class, name = "slots")
    })
    private interface ProjectionsMixIn {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Readout.Labels.class, name = "labels"),
        @JsonSubTypes.Type(value = Readout.NextToken.class, name = "next-token")
    })
    private interface ReadoutMixIn {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = TokenGate.None.class, name = "none"),
        @JsonSubTypes.Type(value = TokenGate.Soft.class, name = "soft"),
        @JsonSubTypes.Type(value = TokenGate.Hard.class, name = "hard")
    })
    private interface TokenGateMixIn {}

    /** The fields tell which it is: {@code temperatures} or {@code anomalyThresholds}. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes({@JsonSubTypes.Type(LabelCalibration.class), @JsonSubTypes.Type(SurpriseCalibration.class)})
    private interface CalibrationMixIn {}

    static byte[] write(BundleManifest manifest) {
        try {
            return WRITER.writeValueAsBytes(manifest);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest always serialises", e);
        }
    }

    /** @throws IllegalArgumentException if the bytes are no manifest of this format version */
    static BundleManifest read(byte[] bytes) {
        try {
            JsonNode root = JSON.readTree(bytes);
            requireFormatVersion(root.path("formatVersion"));
            if (root.path("model") instanceof ObjectNode model && !model.has("probes")) {
                model.putArray("probes"); // the one field that may be absent
            }
            return JSON.treeToValue(root, BundleManifest.class);
        } catch (JsonMappingException e) {
            throw new IllegalArgumentException(sentence(e), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    BundleFiles.MANIFEST + " must be JSON, but is not: " + firstLine(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(BundleFiles.MANIFEST + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String sentence(JsonMappingException e) {
        String at = "'" + path(e) + "'";
        if (e instanceof UnrecognizedPropertyException) {
            return BundleFiles.MANIFEST + " must hold known fields only, but has " + at;
        }
        if (e instanceof ValueInstantiationException && e.getCause() instanceof IllegalArgumentException broken) {
            return BundleFiles.MANIFEST + " is inconsistent: " + firstLine(broken.getMessage());
        }
        if (e.getPath().isEmpty()) { // not yet bound to fields
            return BundleFiles.MANIFEST + " must be JSON, but is not: something follows its end";
        }
        if (e instanceof InvalidFormatException wrong && wrong.getTargetType().isEnum()) {
            return "'" + wrong.getValue() + "' at " + at + " of " + BundleFiles.MANIFEST + " must be one of "
                    + Stream.of(wrong.getTargetType().getEnumConstants())
                            .map(constant -> JSON.convertValue(constant, String.class))
                            .toList();
        }
        String original = firstLine(e.getOriginalMessage());
        return original.contains("creator property")
                ? BundleFiles.MANIFEST + " lacks " + at
                : BundleFiles.MANIFEST + " has a wrong value at " + at + ": " + original;
    }

    /** Comes first, since a manifest of another version may have other fields. */
    private static void requireFormatVersion(JsonNode version) {
        if (!version.isInt() || version.asInt() != BundleManifest.FORMAT_VERSION) {
            throw new IllegalArgumentException("formatVersion of " + BundleFiles.MANIFEST + " must be "
                    + BundleManifest.FORMAT_VERSION + ", but was "
                    + (version.isMissingNode() ? "missing" : version)
                    + ": use the Fathom that wrote it, or train the bundle again");
        }
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(r -> r.getFieldName() == null ? String.valueOf(r.getIndex()) : r.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }
}
