package io.fathom.model.training;

import io.fathom.model.budget.CostModel;
import io.fathom.model.bundle.CostConstants;
import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.nn.Architecture;

/** What records cost in a network behind an n-gram model that is calibrated, but in no bundle yet. */
final class DepthCosts {
    private DepthCosts() {}

    static CostModel of(Architecture architecture, LabelCalibration calibration) {
        CostModel layers = CostConstants.of(architecture).costModel();
        return new CostModel(
                layers.headLayers(),
                layers.layersPerCycle(),
                layers.tailLayers(),
                calibration
                        .depthZero()
                        .map(LabelCalibration.DepthZero::tlopsPerToken)
                        .orElse(0.0));
    }
}
