package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.DepthZero;
import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.depth.ExitPolicySyntax;
import io.fathom.model.depth.ExitProbe;
import io.fathom.model.depth.ProbeInputs;
import io.fathom.model.depth.frontier.FrontierChoice;
import io.fathom.model.ngram.NgramModel;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that held-out data decides about a trained classifier: temperatures, out-of-scope thresholds, probes, the comparison
 * of exit signals, and the recommended policy.
 *
 * @param calibration of probabilities and rejections; it has a depth zero if the bundle is to have one
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

    /** Of the records, those that the recommended policy answers before the first layer. */
    static final String DEPTH_ZERO_SHARE = "dev.policy.depthZeroShare";

    /**
     * Runs the held-out records to full depth once, and fits everything to what is found.
     *
     * @param gate how the network is served
     * @param dev records that neither the network nor the n-gram model was trained on
     * @param ngrams answers before the first layer; empty where nothing does
     * @param inScopeLoss share of the in-scope records that may be rejected wrongly
     * @param tolerance quality that the recommended policy may give up
     */
    static DepthCalibration of(
            Weights weights,
            TokenGate gate,
            NDManager manager,
            TrainingSet dev,
            Optional<NgramModel> ngrams,
            double inScopeLoss,
            double tolerance) {
        return of(
                weights,
                gate,
                manager,
                dev,
                ngrams,
                ngrams.isPresent() ? DepthZeroUse.ALWAYS : DepthZeroUse.NEVER,
                inScopeLoss,
                tolerance);
    }

    /**
     * The same where it is still open whether the n-gram model becomes depth zero: the calibration says whether it does.
     *
     * @param ngrams must be there if it may be used
     */
    static DepthCalibration of(
            Weights weights,
            TokenGate gate,
            NDManager manager,
            TrainingSet dev,
            Optional<NgramModel> ngrams,
            DepthZeroUse use,
            double inScopeLoss,
            double tolerance) {
        CycleNetwork network = CycledTransformer.forInference(weights, gate);
        Optional<NgramScores> zero =
                use == DepthZeroUse.NEVER ? Optional.empty() : ngrams.map(n -> scores(n, network, manager, dev));
        DepthStudy study = new DepthStudy(
                ExitLogits.of(network, manager, dev.servedIds()),
                dev,
                weights.architecture(),
                new NetworkGates(weights, gate, network, manager, dev),
                inScopeLoss,
                tolerance);
        if (zero.isEmpty()) {
            return study.calibration(Optional.empty());
        }
        DepthCalibration with = study.calibration(zero);
        if (use == DepthZeroUse.ALWAYS) {
            return with;
        }
        DepthCalibration without = study.calibration(Optional.empty());
        return with.paysBeside(without) ? with : without;
    }

    private static NgramScores scores(NgramModel ngrams, CycleNetwork network, NDManager manager, TrainingSet dev) {
        double cost = NgramCost.tlopsPerToken(ngrams, network, manager, dev.texts(), dev.servedIds());
        return NgramScores.of(ngrams, dev.texts(), cost);
    }

    /** Whether depth zero makes the recommended policy better, or cheaper and no worse. */
    boolean paysBeside(DepthCalibration without) {
        double gained = choice.point().quality() - without.choice.point().quality();
        double cost = calibration.depthZero().map(DepthZero::tlopsPerToken).orElse(0.0);
        boolean cheaper =
                choice.point().layers() + cost < without.choice.point().layers();
        return gained > choice.tolerance() || (cheaper && gained >= -choice.tolerance());
    }

    /** The probes that outcomes have something to tell: none without a choice of depth, heads only with zero tokens. */
    static List<ProbeInputs> inputs(ExitOutcomes outcomes) {
        if (outcomes.depths() == 1) {
            return List.of();
        }
        return outcomes.heads() == 0 ? List.of(ProbeInputs.CONFIDENCE) : List.of(ProbeInputs.values());
    }

    /** Whether depth pays, and what to deploy. */
    public String advice() {
        return choice.advice(comparison).inWords(ExitPolicySyntax.format(choice.policy()));
    }
}
