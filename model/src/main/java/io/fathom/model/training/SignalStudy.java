package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.budget.CostModel;
import io.fathom.model.bundle.BundleException;
import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitProbe;
import io.fathom.model.depth.ProbeInputs;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Weights;
import io.fathom.model.text.Tokenizer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the exit signals of a finished bundle are worth on records that it has never seen: nothing is fitted. */
public final class SignalStudy {
    private final ExitOutcomes outcomes;
    private final Map<ProbeInputs, float[][]> told;
    private final CostModel costs;

    private SignalStudy(ExitOutcomes outcomes, Map<ProbeInputs, float[][]> told, CostModel costs) {
        this.outcomes = outcomes;
        this.told = told;
        this.costs = costs;
    }

    /**
     * Runs the records to full depth.
     *
     * @throws DataSetException if a record has a label that the model does not know
     * @throws BundleException if the model is not a classifier
     */
    public static SignalStudy of(ModelBundle bundle, List<LabelledText> records) {
        LabelCalibration calibration = calibration(bundle);
        try (NDManager manager = NDManager.newBaseManager();
                Tokenizer tokenizer = bundle.openTokenizer();
                Weights weights = bundle.loadWeights(manager)) {
            TrainingSet set = TrainingSet.of(bundle, tokenizer, records);
            ExitLogits logits =
                    logits(bundle, CycledTransformer.forInference(weights, bundle.tokenGate()), manager, set);
            ExitOutcomes outcomes = ExitOutcomes.of(logits, calibration, set.outOfScope(), set.labelIndices());
            Map<ProbeInputs, float[][]> told = new EnumMap<>(ProbeInputs.class);
            for (ExitProbe probe : bundle.probes()) {
                told.put(probe.inputs(), ProbeFitting.told(outcomes, probe));
            }
            return new SignalStudy(outcomes, told, bundle.model().costModel());
        }
    }

    /** Runs the records to full depth; the n-gram model, where the bundle has one, must not have been trained on them. */
    static ExitLogits logits(ModelBundle bundle, CycleNetwork network, NDManager manager, TrainingSet records) {
        ExitLogits logits = ExitLogits.of(network, manager, records.servedIds());
        return bundle.ngrams()
                .map(ngrams -> logits.withDepthZero(NgramScores.of(ngrams, records.texts(), 0)))
                .orElse(logits);
    }

    /** All signals, each at its best. */
    public ExitSignalComparison comparison() {
        return ExitSignalComparison.of(outcomes, told, costs);
    }

    /**
     * One policy and others that run as many cycles.
     *
     * @param policy that the bundle can follow
     */
    public EqualCycles atEqualCycles(ExitPolicy policy) {
        float[][] settled = policy.probe().map(told::get).orElse(null);
        return EqualCycles.of(outcomes, settled == null ? outcomes.signals() : outcomes.signalsWith(settled), policy);
    }

    /** @throws BundleException if the model is not a classifier */
    static LabelCalibration calibration(ModelBundle bundle) {
        if (bundle.calibration() instanceof LabelCalibration labels) {
            return labels;
        }
        throw new BundleException("the model of bundle '" + bundle.folder()
                + "' must be a classifier for its exit signals to be compared, but its task is "
                + bundle.model().task());
    }
}
