package io.fathom.model.training;

import io.fathom.model.budget.CostModel;
import io.fathom.model.bundle.CostConstants;
import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.nn.Architecture;

/** What records cost in a network that is calibrated, but in no bundle yet. */
final class DepthCosts {
    private DepthCosts() {}

    static CostModel of(Architecture architecture, LabelCalibration calibration) {
        CostModel network = CostConstants.of(architecture).costModel();
        return calibration
                .depthZero()
                .map(zero -> network.withDepthZero(zero.tlopsPerToken()))
                .orElse(network);
    }
}
