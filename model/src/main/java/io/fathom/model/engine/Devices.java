package io.fathom.model.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;

/** From a wish to a device of this machine. */
final class Devices {
    private Devices() {}

    static Device find(DeviceChoice choice) {
        return find(choice, Engine.getInstance().getGpuCount());
    }

    /** @throws IllegalArgumentException if there is no such GPU among {@code gpus} */
    static Device find(DeviceChoice choice, int gpus) {
        if (choice instanceof DeviceChoice.Gpu gpu) {
            return gpu(gpu.index(), choice, gpus);
        }
        if (choice instanceof DeviceChoice.AnyGpu) {
            return gpu(0, choice, gpus);
        }
        return choice instanceof DeviceChoice.Auto && gpus > 0 ? Device.gpu(0) : Device.cpu();
    }

    private static Device gpu(int index, DeviceChoice choice, int gpus) {
        if (index >= gpus) {
            throw new IllegalArgumentException("device must be "
                    + (gpus == 0
                            ? "auto or cpu (PyTorch sees no GPU here)"
                            : "auto, cpu, gpu or gpu:0 to gpu:" + (gpus - 1))
                    + ", but was " + choice
                    + ": run 'fathom doctor' on this machine, or allow the fallback to the CPU");
        }
        return Device.gpu(index);
    }

    /** As {@link DeviceChoice} writes it. */
    static String name(Device device) {
        return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
    }
}
