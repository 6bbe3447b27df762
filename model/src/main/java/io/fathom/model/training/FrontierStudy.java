package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.budget.CostModel;
import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitProbe;
import io.fathom.model.depth.ProbeInputs;
import io.fathom.model.depth.frontier.PointMeasurement;
import io.fathom.model.depth.frontier.StoppingTable;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.Weights;
import io.fathom.model.text.Tokenizer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What the points of a classifier's frontier cost and give on records that it has never seen: nothing is fitted. The records
 * run to full depth once (once a gate where points have gates of their own), and every point is followed through what was
 * seen, which gives what the engine would.
 */
public final class FrontierStudy {
    private final ModelBundle bundle;
    private final DepthFrontier frontier;
    private final LabelCalibration calibration;
    private final CostModel costs;

    private FrontierStudy(ModelBundle bundle, DepthFrontier frontier) {
        this.bundle = bundle;
        this.frontier = frontier;
        this.calibration = SignalStudy.calibration(bundle);
        this.costs = bundle.model().costModel();
    }

    /**
     * One measurement a point; none where the bundle has no frontier. Where the bundle rejects out-of-scope texts, the records
     * are weighted to the mix that the frontier was measured with, see {@link RecordMix}.
     *
     * @throws DataSetException if a record has a label that the model does not know
     * @throws io.fathom.model.bundle.BundleException if the model is not a classifier
     */
    public static List<PointMeasurement> of(ModelBundle bundle, List<LabelledText> records) {
        return bundle.frontier()
                .map(frontier -> new FrontierStudy(bundle, frontier).measure(records))
                .orElse(List.of());
    }

    private List<PointMeasurement> measure(List<LabelledText> texts) {
        try (NDManager manager = NDManager.newBaseManager();
                Tokenizer tokenizer = bundle.openTokenizer();
                Weights weights = bundle.loadWeights(manager)) {
            TrainingSet records = TrainingSet.of(bundle, tokenizer, texts);
            double[] mix = mix(records);
            Map<OptionalDouble, StoppingTable> tables = new HashMap<>();
            return PointMeasurement.of(
                    frontier,
                    point ->
                            tables.computeIfAbsent(point.gateThreshold(), gate -> table(gate, weights, manager, records)
                                    .weighted(mix)),
                    RecordMix.effective(mix));
        }
    }

    private double[] mix(TrainingSet records) {
        int[] labels = records.labelIndices();
        boolean[] outside = new boolean[labels.length];
        IntStream.range(0, labels.length).forEach(r -> outside[r] = labels[r] == records.outOfScope());
        Double share = bundle.model().quality().get(DepthCalibration.OUT_OF_SCOPE_SHARE);
        return RecordMix.weights(share == null ? new boolean[labels.length] : outside, share == null ? 0 : share);
    }

    private StoppingTable table(OptionalDouble threshold, Weights weights, NDManager manager, TrainingSet records) {
        TokenGate gate =
                threshold.isPresent() ? new TokenGate.Hard((float) threshold.getAsDouble()) : bundle.tokenGate();
        ExitLogits logits = SignalStudy.logits(bundle, CycledTransformer.forInference(weights, gate), manager, records);
        ExitOutcomes outcomes = ExitOutcomes.of(logits, calibration, records.outOfScope(), records.labelIndices());
        Map<ProbeInputs, float[][]> told = new EnumMap<>(ProbeInputs.class);
        Optional<ProbeInputs> inputs = frontier.score().probe();
        inputs.ifPresent(i -> told.put(i, ProbeFitting.told(outcomes, ExitProbe.among(bundle.probes(), i))));
        return StoppingTables.of(frontier.score(), logits, outcomes, told, costs);
    }
}
