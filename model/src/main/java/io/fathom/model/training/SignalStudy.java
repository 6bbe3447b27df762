package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.BundleException;
import io.fathom.model.bundle.CostConstants;
import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.depth.ExitProbe;
import io.fathom.model.depth.ProbeInputs;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Weights;
import io.fathom.model.text.Tokenizer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the exit signals of a finished bundle are worth on records that it has never seen: nothing is fitted. */
public final class SignalStudy {
    private SignalStudy() {}

    /**
     * @throws DataSetException if a record has a label that the model does not know
     * @throws BundleException if the model is not a classifier
     */
    public static ExitSignalComparison of(ModelBundle bundle, List<LabelledText> records) {
        LabelCalibration calibration = calibration(bundle);
        try (NDManager manager = NDManager.newBaseManager();
                Tokenizer tokenizer = bundle.openTokenizer();
                Weights weights = bundle.loadWeights(manager)) {
            TrainingSet set = TrainingSet.of(bundle, tokenizer, records);
            ExitLogits logits = ExitLogits.of(
                    CycledTransformer.forInference(weights, bundle.tokenGate()), manager, set.servedIds());
            ExitOutcomes outcomes = ExitOutcomes.of(logits, calibration, set.outOfScope(), set.labelIndices());
            Map<ProbeInputs, float[][]> told = new EnumMap<>(ProbeInputs.class);
            for (ExitProbe probe : bundle.probes()) {
                told.put(probe.inputs(), ProbeFitting.told(outcomes, probe));
            }
            return ExitSignalComparison.of(
                    outcomes, told, CostConstants.of(bundle.architecture()).costModel());
        }
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
