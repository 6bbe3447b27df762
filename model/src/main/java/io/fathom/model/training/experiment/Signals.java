package io.fathom.model.training.experiment;

import io.fathom.model.nn.CycleNetwork.CycleStep;
import io.fathom.model.nn.SignalLayout;

/** What experiments read of a cycle's signals. */
final class Signals {
    private Signals() {}

    /** Mean zero attention of each row. */
    static float[] meanZeroAttention(CycleStep step) {
        float[] signals = step.signals().toFloatArray(); // [rows, width]
        int width = (int) step.signals().getShape().get(1);
        float[] means = new float[signals.length / width];
        for (int r = 0; r < means.length; r++) {
            means[r] = signals[r * width + SignalLayout.MEAN];
        }
        return means;
    }
}
