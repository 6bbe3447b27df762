package io.fathom.model.training;

import io.fathom.model.budget.CostModel;
import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitProbe;
import io.fathom.model.depth.ExitScore;
import io.fathom.model.depth.ExitSignal;
import io.fathom.model.depth.ProbeInputs;
import io.fathom.model.depth.frontier.Dial;
import io.fathom.model.depth.frontier.FrontierChoice;
import io.fathom.model.nn.Architecture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Held-out records that a classifier has answered at every exit: all about its depth is fitted to them, as often as asked. */
final class DepthStudy {
    /** Of the folds that probes are compared by, and of the resampling of the frontier. */
    private static final long SEED = 1;

    private final ExitLogits network;
    private final TrainingSet dev;
    private final Architecture architecture;
    private final GateChoice gates;
    private final double inScopeLoss;
    private final double tolerance;

    /** How token gates are a dial of their own. */
    interface GateChoice {
        /** The same records at other gate thresholds; none where tokens take every layer or there are depths to choose from. */
        List<Dial> dials(LabelCalibration calibration);

        /** Of the gates that the network is served with; empty where it has none. */
        default OptionalDouble served() {
            return OptionalDouble.empty();
        }
    }

    /**
     * @param network what every exit says of the records of {@code dev}
     * @param dev records that the network was not trained on
     * @param inScopeLoss share of the in-scope records that may be rejected wrongly
     * @param tolerance quality that the recommended policy may give up
     */
    DepthStudy(
            ExitLogits network,
            TrainingSet dev,
            Architecture architecture,
            GateChoice gates,
            double inScopeLoss,
            double tolerance) {
        this.network = network;
        this.dev = dev;
        this.architecture = architecture;
        this.gates = gates;
        this.inScopeLoss = inScopeLoss;
        this.tolerance = tolerance;
    }

    /** @param zero what the n-gram model says of the same records; empty where the model is to have none */
    DepthCalibration calibration(Optional<NgramScores> zero) {
        ExitLogits logits = zero.map(network::withDepthZero).orElse(network);
        LabelCalibration calibration =
                Calibrator.fit(logits, dev.labelIndices(), dev.labels(), dev.outOfScope(), inScopeLoss);
        CostModel costs = DepthCosts.of(architecture, calibration);
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
                .forEach((score, table) -> dials.put(score, List.of(new Dial(gates.served(), table))));
        List<Dial> gated = gates.dials(calibration);
        if (!gated.isEmpty()) {
            dials.put(ExitScore.NONE, gated);
        }
        return FrontierChoice.of(dials, SEED);
    }

    /**
     * The points of the frontier as policies, with the qualities that they promise; none where a point is no policy alone, because
     * it sets the token gates as well, or where there is but one.
     */
    private List<ExitPoint> points(
            DepthFrontier frontier, ExitOutcomes outcomes, Map<ProbeInputs, float[][]> told, CostModel costs) {
        boolean gated =
                frontier.points().stream().anyMatch(p -> !p.gateThreshold().equals(gates.served()));
        if (frontier.size() == 1 || gated) {
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
        float[][] settled = policy.probe().map(told::get).orElse(null);
        return settled == null ? outcomes.signals() : outcomes.signalsWith(settled);
    }

    private static double depthZeroShare(
            ExitPolicy policy, DepthFrontier frontier, ExitOutcomes outcomes, Map<ProbeInputs, float[][]> told) {
        ExitPolicy resolved = policy.resolved(Optional.of(frontier));
        int[] exits = ExitPoint.exits(resolved, signals(resolved, outcomes, told));
        return Arrays.stream(exits).filter(depth -> depth == 0).count() / (double) exits.length;
    }
}
