package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.budget.CostModel;
import io.fathom.model.bundle.CostConstants;
import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.depth.ExitPolicySyntax;
import io.fathom.model.depth.ExitProbe;
import io.fathom.model.depth.ExitScore;
import io.fathom.model.depth.ProbeInputs;
import io.fathom.model.depth.frontier.Dial;
import io.fathom.model.depth.frontier.FrontierChoice;
import io.fathom.model.depth.frontier.StoppingTable;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.Weights;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that held-out data decides about a trained classifier: temperatures, out-of-scope thresholds, probes, the comparison
 * of exit signals, and the recommended policy.
 *
 * @param calibration of probabilities and rejections
 * @param probes fitted on all records; empty for a network of one cycle
 * @param comparison of all exit signals, probes cross-fitted
 * @param choice the recommended policy
 * @param frontier the curve of quality against compute, and what it was held against
 * @param quality figures by name, each beginning with {@code dev.}
 */
public record DepthCalibration(
        LabelCalibration calibration,
        List<ExitProbe> probes,
        ExitSignalComparison comparison,
        ExitChoice choice,
        FrontierChoice frontier,
        Map<String, Double> quality) {
    /** Of the out-of-scope records among those that the frontier was measured on. */
    static final String OUT_OF_SCOPE_SHARE = "dev.outOfScopeShare";

    /** Of the folds that probes are compared by, and of the resampling of the frontier. */
    private static final long SEED = 1;

    /**
     * Runs the held-out records to full depth once, and fits everything to what is found.
     *
     * @param gate how the network is served
     * @param dev records that the network was not trained on
     * @param inScopeLoss share of the in-scope records that may be rejected wrongly
     * @param tolerance quality that the recommended policy may give up
     */
    static DepthCalibration of(
            Weights weights, TokenGate gate, NDManager manager, TrainingSet dev, double inScopeLoss, double tolerance) {
        CycleNetwork network = CycledTransformer.forInference(weights, gate);
        CostModel costs = CostConstants.of(network.architecture()).costModel();
        ExitLogits logits = ExitLogits.of(network, manager, dev.servedIds());
        LabelCalibration calibration =
                Calibrator.fit(logits, dev.labelIndices(), dev.labels(), dev.outOfScope(), inScopeLoss);
        ExitOutcomes outcomes = ExitOutcomes.of(logits, calibration, dev.outOfScope(), dev.labelIndices());
        List<ExitProbe> probes = new ArrayList<>();
        Map<ProbeInputs, float[][]> told = new EnumMap<>(ProbeInputs.class);
        for (ProbeInputs inputs : inputs(outcomes)) {
            probes.add(ProbeFitting.fit(outcomes, inputs));
            told.put(inputs, ProbeFitting.crossFitted(outcomes, inputs, SEED));
        }
        ExitSignalComparison comparison = ExitSignalComparison.of(outcomes, told, costs);
        ExitChoice choice = ExitChoice.of(comparison, tolerance);
        Map<ExitScore, List<Dial>> dials = new EnumMap<>(ExitScore.class);
        StoppingTables.of(logits, outcomes, told, costs)
                .forEach((score, table) -> dials.put(score, List.of(new Dial(GateDials.threshold(gate), table))));
        if (network.skipsTokens() && outcomes.cycles() == 1) {
            dials.put(ExitScore.NONE, GateDials.of(weights, n -> fixed(n, manager, dev, calibration)));
        }
        FrontierChoice frontier = FrontierChoice.of(dials, SEED);
        Map<String, Double> quality = new TreeMap<>();
        for (int c = 0; c < logits.cycles(); c++) {
            ClassificationQuality.of(logits, c, dev.labelIndices(), dev.outOfScope(), calibration)
                    .into(quality, "dev.cycles" + (c + 1) + ".", calibration.rejectsOutOfScope());
        }
        if (calibration.rejectsOutOfScope()) {
            quality.put(OUT_OF_SCOPE_SHARE, dev.outOfScopeShare());
        }
        quality.put("dev.policy.accuracy", choice.point().quality());
        quality.put("dev.policy.meanCycles", choice.point().cycles());
        quality.put("dev.policy.meanLayers", choice.point().layers());
        return new DepthCalibration(calibration, probes, comparison, choice, frontier, quality);
    }

    /** Stopping at fixed depths, with the gates of this network. */
    private static StoppingTable fixed(
            CycleNetwork network, NDManager manager, TrainingSet dev, LabelCalibration calibration) {
        ExitLogits logits = ExitLogits.of(network, manager, dev.servedIds());
        ExitOutcomes outcomes = ExitOutcomes.of(logits, calibration, dev.outOfScope(), dev.labelIndices());
        CostModel costs = CostConstants.of(network.architecture()).costModel();
        return StoppingTables.of(ExitScore.NONE, logits, outcomes, Map.of(), costs);
    }

    /** The probes that outcomes have something to tell: none without a choice of depth, heads only with zero tokens. */
    static List<ProbeInputs> inputs(ExitOutcomes outcomes) {
        if (outcomes.cycles() == 1) {
            return List.of();
        }
        return outcomes.heads() == 0 ? List.of(ProbeInputs.CONFIDENCE) : List.of(ProbeInputs.values());
    }

    /** Whether depth pays, and what to deploy. */
    public String advice() {
        return choice.advice(comparison).inWords(ExitPolicySyntax.format(choice.policy()));
    }
}
