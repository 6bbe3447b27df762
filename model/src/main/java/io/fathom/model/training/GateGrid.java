package io.fathom.model.training;

/**
 * Halting probabilities that token gates are tried at. Close together where routers that were trained without a price on
 * layers have their probabilities, and at both ends, so that the curve begins and ends where the dial does.
 */
final class GateGrid {
    private static final float[] THRESHOLDS = {
        0, 0.02f, 0.05f, 0.1f, 0.15f, 0.2f, 0.25f, 0.3f, 0.35f, 0.4f, 0.45f, 0.5f, 0.55f, 0.6f, 0.65f, 0.7f, 0.75f,
        0.8f, 0.85f, 0.9f, 0.95f, 0.98f, 1
    };

    private GateGrid() {}

    static float[] thresholds() {
        return THRESHOLDS.clone();
    }
}
