package io.fathom.model.bundle;

import io.fathom.model.budget.CostModel;
import io.fathom.model.nn.Architecture;

/**
 * What a record costs, for tools that read the manifest only. Follows from the architecture:
 *
 * <pre>flopsPerTlop = 2 · (4 d² + 2 d · feedForward)</pre>
 *
 * that is the multiplications and additions of one token's four projections and its feed-forward; the attention's own
 * products, which grow with the length of the record, are not in it.
 *
 * @param layersPerCycle shared layers that one cycle runs
 * @param flopsPerTlop floating-point operations of one token in one layer
 */
public record CostConstants(int layersPerCycle, long flopsPerTlop) {

    public static CostConstants of(Architecture architecture) {
        long d = architecture.dim();
        return new CostConstants(architecture.middleLayers(), 2 * (4 * d * d + 2 * d * architecture.feedForward()));
    }

    public CostModel costModel() {
        return new CostModel(layersPerCycle);
    }
}
