package io.fathom.model.training;

import io.fathom.model.depth.frontier.Dial;
import io.fathom.model.depth.frontier.StoppingTable;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * The dial of networks of one cycle whose tokens skip layers: the same records at every gate threshold. Answers are calibrated
 * as at the threshold that the bundle is served with.
 */
final class GateDials {
    private GateDials() {}

    /** @param run what stopping gives with a network's gates */
    static List<Dial> of(Weights weights, Function<CycleNetwork, StoppingTable> run) {
        List<Dial> dials = new ArrayList<>();
        for (float threshold : GateGrid.thresholds()) {
            TokenGate gate = new TokenGate.Hard(threshold);
            dials.add(new Dial(threshold(gate), run.apply(CycledTransformer.forInference(weights, gate))));
        }
        return dials;
    }

    /** The threshold of hard gates; empty for others. */
    static OptionalDouble threshold(TokenGate gate) {
        return gate instanceof TokenGate.Hard hard ? OptionalDouble.of(hard.threshold()) : OptionalDouble.empty();
    }
}
