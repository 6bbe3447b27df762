package io.fathom.model.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fathom.model.budget.CostModel;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitProbe;
import io.fathom.model.depth.ProbeInputs;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.SignalLayout;
import io.fathom.model.nn.TokenGate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Everything about a model but its weights and its tokenizer. Holds no time and no machine, so that the same training
 * gives the same bundle.
 *
 * @param id names the bundle in predictions: lower-case letters, digits, {@code . _ -}, at most 64
 * @param createdBy the program that wrote it, with its version
 * @param task what the model is for
 * @param network the family of the network
 * @param architecture the shape of the network
 * @param labels names of the classifier's rows, in their order; none for a language model
 * @param calibration from the network's values to answers, for every cycle
 * @param tokenGate how routers gate tokens when the model is served; none where the network has no routers
 * @param probes what the exit policies with a probe read, at most one of each kind; may be empty
 * @param exitPolicy recommended rule of depth
 * @param quality measured figures by name, such as {@code devAccuracy}
 * @param trainingData what it was trained on
 * @param lineage the way from other bundles to this one, oldest step first; empty for one that was trained from nothing
 * @param recipe how to train it again: the command line, or the settings in words
 */
public record ModelDescription(
        String id,
        String createdBy,
        TaskKind task,
        NetworkKind network,
        Architecture architecture,
        List<String> labels,
        Calibration calibration,
        TokenGate tokenGate,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ExitProbe> probes,
        ExitPolicy exitPolicy,
        Map<String, Double> quality,
        TrainingData trainingData,
        List<LineageStep> lineage,
        String recipe) {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    public ModelDescription {
        labels = List.copyOf(labels);
        probes = List.copyOf(probes);
        lineage = List.copyOf(lineage);
        quality = Collections.unmodifiableMap(new TreeMap<>(quality));
        requireId(id);
        if (network != NetworkKind.of(architecture)) {
            throw new IllegalArgumentException("network must be " + NetworkKind.of(architecture)
                    + " (the kind of the architecture), but was " + network);
        }
        TokenGate.requireFit(tokenGate, architecture);
        if (tokenGate instanceof TokenGate.StraightThrough) {
            throw new IllegalArgumentException(
                    "token gates of a bundle must be soft or hard (what a model is served with), but were "
                            + tokenGate);
        }
        if (task != TaskKind.of(architecture.readout())) {
            throw new IllegalArgumentException("task must be " + TaskKind.of(architecture.readout())
                    + " (what the architecture reads out), but was " + task);
        }
        requireLabels(labels, architecture.labels());
        requireCalibration(calibration, task, architecture.maxCycles());
        requireProbes(probes, architecture);
        requirePolicy(exitPolicy, probes);
        if (exitPolicy instanceof ExitPolicy.Fixed fixed && fixed.cycles() > architecture.maxCycles()) {
            throw new IllegalArgumentException("cycles of the recommended policy must be between 1 and "
                    + architecture.maxCycles() + " (maxCycles of the architecture), but was " + fixed.cycles());
        }
        quality.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("quality '" + name + "' must be finite, but was " + value);
            }
        });
    }

    /** A model that was trained from nothing, is served as its kind is, and has no probes. */
    public ModelDescription(
            String id,
            String createdBy,
            TaskKind task,
            NetworkKind network,
            Architecture architecture,
            List<String> labels,
            Calibration calibration,
            ExitPolicy exitPolicy,
            Map<String, Double> quality,
            TrainingData trainingData,
            String recipe) {
        this(
                id,
                createdBy,
                task,
                network,
                architecture,
                labels,
                calibration,
                TokenGate.forServing(architecture),
                List.of(),
                exitPolicy,
                quality,
                trainingData,
                List.of(),
                recipe);
    }

    /** What records cost. */
    public CostModel costModel() {
        CostModel network = CostConstants.of(architecture).costModel();
        return calibration
                .depthZero()
                .map(zero -> network.withDepthZero(zero.tlopsPerToken()))
                .orElse(network);
    }

    /** The same model with everything that held-out data decides decided again. */
    public ModelDescription calibrated(
            String calibratedBy,
            Calibration newCalibration,
            List<ExitProbe> newProbes,
            ExitPolicy newPolicy,
            Map<String, Double> newQuality) {
        return new ModelDescription(
                id,
                calibratedBy,
                task,
                network,
                architecture,
                labels,
                newCalibration,
                tokenGate,
                newProbes,
                newPolicy,
                newQuality,
                trainingData,
                lineage,
                recipe);
    }

    /** @throws IllegalArgumentException if this cannot name a bundle */
    public static void requireId(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a bundle's id must be 1 to 64 of a-z, 0-9, '.', '_' and '-', and start"
                    + " with a letter or digit, but was '" + id + "'");
        }
    }

    private static void requireLabels(List<String> labels, int rows) {
        if (labels.size() != rows) {
            throw new IllegalArgumentException(
                    "labels must be " + rows + " (rows of the architecture's classifier), but were " + labels.size());
        }
        Set<String> seen = new HashSet<>();
        for (String label : labels) {
            if (label.isBlank()) {
                throw new IllegalArgumentException("a label must not be blank, but label " + seen.size() + " is");
            }
            if (!seen.add(label)) {
                throw new IllegalArgumentException("labels must differ, but '" + label + "' is there twice");
            }
        }
    }

    private static void requirePolicy(ExitPolicy policy, List<ExitProbe> probes) {
        policy.probe().ifPresent(inputs -> ExitProbe.among(probes, inputs));
    }

    private static void requireProbes(List<ExitProbe> probes, Architecture architecture) {
        Set<ProbeInputs> seen = EnumSet.noneOf(ProbeInputs.class);
        for (ExitProbe probe : probes) {
            probe.requireFits(
                    architecture.maxCycles(), SignalLayout.of(architecture).perHead());
            if (!seen.add(probe.inputs())) {
                throw new IllegalArgumentException(
                        "probes must differ, but '" + probe.inputs().policyName() + "' is there twice");
            }
        }
    }

    private static void requireCalibration(Calibration calibration, TaskKind task, int maxCycles) {
        if (calibration instanceof LabelCalibration != (task == TaskKind.CLASSIFICATION)) {
            throw new IllegalArgumentException(
                    "calibration must be one of " + task + " (the model's task), but was " + calibration);
        }
        if (calibration.cycles() != maxCycles) {
            throw new IllegalArgumentException("cycles of the calibration must be " + maxCycles
                    + " (maxCycles of the architecture), but were " + calibration.cycles());
        }
    }
}
