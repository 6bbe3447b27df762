package io.fathom.model.training.experiment;

import io.fathom.model.nn.CycleNetwork.CycleStep;
import io.fathom.model.nn.SignalLayout;

/** What experiments read of a cycle's signals. */
final class Signals {
    private Signals() {}

    /** @param signal {@link SignalLayout#MEAN} or {@link SignalLayout#CORRECTED}; one number for each row */
    static float[] of(CycleStep step, int signal) {
        float[] signals = step.signals().toFloatArray(); // [rows, width]
        int width = (int) step.signals().getShape().get(1);
        float[] chosen = new float[signals.length / width];
        for (int r = 0; r < chosen.length; r++) {
            chosen[r] = signals[r * width + signal];
        }
        return chosen;
    }
}
