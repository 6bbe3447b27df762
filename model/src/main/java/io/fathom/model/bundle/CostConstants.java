package io.fathom.model.bundle;

import io.fathom.model.budget.CostModel;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.LayerStack;

/**
 * What a record costs, for tools that read the manifest only. Follows from the architecture.
 *
 * @param headLayers layers run once before the first cycle
 * @param layersPerCycle layers that one cycle runs
 * @param tailLayers layers run for each answer
 * @param flopsPerTlop floating-point operations of one token in one layer: the multiplications and additions of its
 *     projections and its feed-forward; the attention's own products, which grow with the length of the record, are not in
 *     it
 */
public record CostConstants(int headLayers, int layersPerCycle, int tailLayers, long flopsPerTlop) {

    public static CostConstants of(Architecture architecture) {
        LayerStack stack = architecture.stack();
        return new CostConstants(
                stack.head() ? 1 : 0,
                stack.middleLayers(),
                stack.tail() ? 1 : 0,
                architecture.projections().flopsPerToken(architecture.dim()));
    }

    public CostModel costModel() {
        return new CostModel(headLayers, layersPerCycle, tailLayers);
    }
}
