package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.depth.ExitScore;
import io.fathom.model.depth.frontier.Dial;
import io.fathom.model.depth.frontier.StoppingTable;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.Weights;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The token gates of a classifier as a dial: where it has one cycle and nothing before it, other gates are all there is. */
record NetworkGates(Weights weights, TokenGate gate, CycleNetwork network, NDManager manager, TrainingSet dev)
        implements DepthStudy.GateChoice {

    @Override
    public List<Dial> dials(LabelCalibration calibration) {
        boolean depths = weights.architecture().maxCycles() > 1
                || calibration.depthZero().isPresent();
        return network.skipsTokens() && !depths ? GateDials.of(weights, gated -> table(gated, calibration)) : List.of();
    }

    @Override
    public OptionalDouble served() {
        return GateDials.threshold(gate);
    }

    /** Stopping at fixed depths, with the gates of this network. */
    private StoppingTable table(CycleNetwork gated, LabelCalibration calibration) {
        ExitLogits logits = ExitLogits.of(gated, manager, dev.servedIds());
        ExitOutcomes outcomes = ExitOutcomes.of(logits, calibration, dev.outOfScope(), dev.labelIndices());
        return StoppingTables.of(
                ExitScore.NONE, logits, outcomes, Map.of(), DepthCosts.of(weights.architecture(), calibration));
    }
}
