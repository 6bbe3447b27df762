package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.budget.CostModel;
import io.fathom.model.bundle.CostConstants;
import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitProbe;
import io.fathom.model.depth.ExitScore;
import io.fathom.model.depth.ExitSignal;
import io.fathom.model.depth.ProbeInputs;
import io.fathom.model.depth.frontier.Dial;
import io.fathom.model.depth.frontier.FrontierChoice;
import io.fathom.model.depth.frontier.StoppingTable;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Held-out records that a classifier has answered at every exit: all about its depth is fitted to them, as often as asked. */
final class DepthStudy {
    /** Of the folds that probes are compared by, and of the resampling of the frontier. */
    private static final long SEED = 1;

    private final Weights weights;
    private final TokenGate gate;
    private final NDManager manager;
    private final TrainingSet dev;
    private final double inScopeLoss;
    private final double tolerance;
    private final boolean skipsTokens;
    private final ExitLogits network;

    /** Runs the records to full depth. */
    DepthStudy(
            Weights weights,
            TokenGate gate,
            CycleNetwork network,
            NDManager manager,
            TrainingSet dev,
            double inScopeLoss,
            double tolerance) {
        this.weights = weights;
        this.gate = gate;
        this.manager = manager;
        this.dev = dev;
        this.inScopeLoss = inScopeLoss;
        this.tolerance = tolerance;
        this.skipsTokens = network.skipsTokens();
        this.network = ExitLogits.of(network, manager, dev.servedIds());
    }

    /** @param zero what the n-gram model says of the same records; empty where the model is to have none */
    DepthCalibration calibration(Optional<NgramScores> zero) {
        ExitLogits logits = zero.map(network::withDepthZero).orElse(network);
        LabelCalibration calibration =
                Calibrator.fit(logits, dev.labelIndices(), dev.labels(), dev.outOfScope(), inScopeLoss);
        CostModel costs = costs(calibration);
        ExitOutcomes outcomes = ExitOutcomes.of(logits, calibration, dev.outOfScope(), dev.labelIndices());
        List<ExitProbe> probes = new ArrayList<>();
        Map<ProbeInputs, float[][]> told = new EnumMap<>(ProbeInputs.class);
        for (ProbeInputs inputs : DepthCalibration.inputs(outcomes)) {
            probes.add(ProbeFitting.fit(outcomes, inputs));
            told.put(inputs, ProbeFitting.crossFitted(outcomes, inputs, SEED));
        }
        ExitSignalComparison comparison = ExitSignalComparison.of(outcomes, told, costs);
        FrontierChoice frontier = frontier(logits, outcomes, told, calibration, costs);
        ExitChoice choice = ExitChoice.of(comparison, points(frontier.frontier(), outcomes, told, costs), tolerance);
        Map<String, Double> quality = new TreeMap<>();
        for (int depth = outcomes.firstDepth(); depth <= outcomes.lastDepth(); depth++) {
            ClassificationQuality.of(logits, depth, dev.labelIndices(), dev.outOfScope(), calibration)
                    .into(quality, "dev.cycles" + depth + ".", calibration.rejectsOutOfScope());
        }
        if (calibration.rejectsOutOfScope()) {
            quality.put(DepthCalibration.OUT_OF_SCOPE_SHARE, dev.outOfScopeShare());
        }
        quality.put("dev.policy.accuracy", choice.point().quality());
        quality.put("dev.policy.meanCycles", choice.point().cycles());
        quality.put("dev.policy.meanLayers", choice.point().layers());
        if (zero.isPresent()) {
            quality.put(
                    DepthCalibration.DEPTH_ZERO_SHARE,
                    depthZeroShare(choice.policy(), frontier.frontier(), outcomes, told));
        }
        return new DepthCalibration(calibration, probes, comparison, choice, frontier, quality);
    }

    private FrontierChoice frontier(
            ExitLogits logits,
            ExitOutcomes outcomes,
            Map<ProbeInputs, float[][]> told,
            LabelCalibration calibration,
            CostModel costs) {
        Map<ExitScore, List<Dial>> dials = new EnumMap<>(ExitScore.class);
        StoppingTables.of(logits, outcomes, told, costs)
                .forEach((score, table) -> dials.put(score, List.of(new Dial(GateDials.threshold(gate), table))));
        if (skipsTokens && outcomes.depths() == 1) {
            dials.put(ExitScore.NONE, GateDials.of(weights, n -> fixed(n, calibration)));
        }
        return FrontierChoice.of(dials, SEED);
    }

    private CostModel costs(LabelCalibration calibration) {
        return CostConstants.of(weights.architecture(), calibration).costModel();
    }

    /** Stopping at fixed depths, with the gates of this network. */
    private StoppingTable fixed(CycleNetwork gated, LabelCalibration calibration) {
        ExitLogits logits = ExitLogits.of(gated, manager, dev.servedIds());
        ExitOutcomes outcomes = ExitOutcomes.of(logits, calibration, dev.outOfScope(), dev.labelIndices());
        return StoppingTables.of(ExitScore.NONE, logits, outcomes, Map.of(), costs(calibration));
    }

    /**
     * The points of the frontier as policies, with the qualities that they promise; none where a point is no policy alone, because
     * it sets the token gates as well, or where there is but one.
     */
    private static List<ExitPoint> points(
            DepthFrontier frontier, ExitOutcomes outcomes, Map<ProbeInputs, float[][]> told, CostModel costs) {
        if (frontier.size() == 1 || frontier.point(0).gateThreshold().isPresent()) {
            return List.of();
        }
        return IntStream.range(0, frontier.size())
                .mapToObj(i -> {
                    ExitPolicy policy = frontier.policy(i);
                    ExitPoint here = ExitPoint.of(policy, signals(policy, outcomes, told), outcomes.quality(), costs);
                    double honest = frontier.point(i).quality().mean();
                    return new ExitPoint(new ExitPolicy.Point(i), here.cycles(), here.layers(), honest);
                })
                .toList();
    }

    private static ExitSignal[][] signals(ExitPolicy policy, ExitOutcomes outcomes, Map<ProbeInputs, float[][]> told) {
        return policy.probe()
                .map(inputs -> outcomes.signalsWith(told.get(inputs)))
                .orElse(outcomes.signals());
    }

    private static double depthZeroShare(
            ExitPolicy policy, DepthFrontier frontier, ExitOutcomes outcomes, Map<ProbeInputs, float[][]> told) {
        ExitPolicy resolved = policy.resolved(Optional.of(frontier));
        int[] exits = ExitPoint.exits(resolved, signals(resolved, outcomes, told));
        return Arrays.stream(exits).filter(depth -> depth == 0).count() / (double) exits.length;
    }
}
