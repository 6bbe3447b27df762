package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.budget.CostModel;
import io.fathom.model.bundle.CostConstants;
import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.depth.ExitScore;
import io.fathom.model.depth.frontier.Dial;
import io.fathom.model.depth.frontier.StoppingTable;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The dial of networks of one cycle whose tokens skip layers: the same records at every gate threshold. Answers are calibrated
 * as at the threshold that the bundle is served with.
 */
final class GateDials {
    private GateDials() {}

    static List<Dial> of(Weights weights, NDManager manager, TrainingSet dev, LabelCalibration calibration) {
        CostModel costs = CostConstants.of(weights.architecture()).costModel();
        List<Dial> dials = new ArrayList<>();
        for (float threshold : GateGrid.thresholds()) {
            TokenGate gate = new TokenGate.Hard(threshold);
            dials.add(new Dial(threshold(gate), table(weights, gate, manager, dev, calibration, costs)));
        }
        return dials;
    }

    private static StoppingTable table(
            Weights weights,
            TokenGate gate,
            NDManager parent,
            TrainingSet dev,
            LabelCalibration calibration,
            CostModel costs) {
        CycleNetwork network = CycledTransformer.forInference(weights, gate);
        ExitLogits logits = ExitLogits.of(network, parent, dev.servedIds());
        ExitOutcomes outcomes = ExitOutcomes.of(logits, calibration, dev.outOfScope(), dev.labelIndices());
        return StoppingTables.of(ExitScore.NONE, logits, outcomes, Map.of(), costs);
    }

    /** The threshold of hard gates; empty for others. */
    static OptionalDouble threshold(TokenGate gate) {
        return gate instanceof TokenGate.Hard hard ? OptionalDouble.of(hard.threshold()) : OptionalDouble.empty();
    }
}
