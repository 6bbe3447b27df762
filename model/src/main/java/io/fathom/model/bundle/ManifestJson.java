package io.fathom.model.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitProbe;
import io.fathom.model.json.StrictJson;
import io.fathom.model.nn.Norms;
import io.fathom.model.nn.Projections;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.TokenGate;

/** {@code bundle.json} to and from {@link BundleManifest}: nothing unknown, nothing missing, nothing converted. */
final class ManifestJson {
    private static final StrictJson JSON = new StrictJson(
            BundleFiles.MANIFEST,
            StrictJson.mapper()
                    .addMixIn(ExitPolicy.class, ExitPolicyMixIn.class)
                    .addMixIn(Projections.class, ProjectionsMixIn.class)
                    .addMixIn(Readout.class, ReadoutMixIn.class)
                    .addMixIn(TokenGate.class, TokenGateMixIn.class)
                    .addMixIn(Calibration.class, CalibrationMixIn.class)
                    .addMixIn(ExitProbe.class, ExitProbeMixIn.class)
                    .build());

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
        @JsonSubTypes.Type(value = ExitPolicy.Probe.class, name = "probe"),
        @JsonSubTypes.Type(value = ExitPolicy.Point.class, name = "point")
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

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    private interface ExitProbeMixIn {}

    static byte[] write(BundleManifest manifest) {
        return JSON.write(manifest);
    }

    /** @throws IllegalArgumentException if the bytes are no manifest of this format version */
    static BundleManifest read(byte[] bytes) {
        return JSON.read(bytes, BundleManifest.class, root -> {
            requireFormatVersion(root.path("formatVersion"));
            if (root instanceof ObjectNode manifest && !manifest.has("base")) {
                manifest.putNull("base"); // none, as in bundles from before there were bases
            }
            if (root.path("model") instanceof ObjectNode model) {
                putAbsent(model);
            }
        });
    }

    /** Fields that may be absent, and those that bundles of earlier versions lack. */
    private static void putAbsent(ObjectNode model) {
        if (!model.has("probes")) {
            model.putArray("probes");
        }
        for (JsonNode probe : model.path("probes")) {
            putNull(probe, "depthZero");
        }
        if (model.path("calibration") instanceof ObjectNode calibration && calibration.has("temperatures")) {
            putNull(calibration, "depthZero");
            putNull(calibration.path("depthZero"), "outOfScopeThreshold");
        }
        if (model.path("architecture") instanceof ObjectNode architecture) {
            if (!architecture.has("norms")) {
                architecture
                        .putObject("norms")
                        .put("placement", Norms.PRE.placement().name())
                        .put("epsilon", Norms.PRE.epsilon());
            }
            if (architecture.path("input") instanceof ObjectNode input && !input.has("width")) {
                input.put("width", 0);
            }
            if (architecture.path("readout") instanceof ObjectNode readout
                    && readout.path("kind").asText().equals("labels")
                    && !readout.has("classifier")) {
                readout.put("classifier", Readout.Classifier.SHARED.name()).put("hidden", Readout.Hidden.NONE.name());
            }
        }
    }

    private static void putNull(JsonNode node, String field) {
        if (node instanceof ObjectNode object && !object.has(field)) {
            object.putNull(field);
        }
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
}
