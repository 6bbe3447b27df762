package io.fathom.model.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Whether the device still computes. Asked before a record is blamed for a failure: after some errors (an illegal access, a
 * GPU that fell off the bus) every call of the process fails, and without this question each record of the stream would
 * become a dead letter.
 */
final class DeviceCheck {
    private static final float[] NUMBERS = {1, 2, 3, 4};
    private static final float SUM = 10;

    private final NDManager manager;

    /** @param manager of the device */
    DeviceCheck(NDManager manager) {
        this.manager = manager;
    }

    /** @throws DeviceLostError if a sum cannot be computed, or is wrong */
    void afterFailure(Throwable failure) {
        float sum;
        try (NDManager step = manager.newSubManager();
                NDArray numbers = step.create(NUMBERS)) {
            sum = numbers.sum().getFloat();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            throw new DeviceLostError(
                    "the device must be able to add four numbers, but failed after " + failure, failure);
        }
        if (sum != SUM) {
            throw new DeviceLostError(
                    "the device must be able to add four numbers, but gave " + sum + " after " + failure, failure);
        }
    }
}
