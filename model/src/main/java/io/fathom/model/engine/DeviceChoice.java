package io.fathom.model.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where an engine's tensors live: {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}. */
public sealed interface DeviceChoice {
    /** What {@link #parse} reads, in words. */
    String FORMS = "auto, cpu, gpu or gpu:N";

    /** The first GPU if there is one, otherwise the CPU. */
    DeviceChoice AUTO = new Auto();

    DeviceChoice CPU = new Cpu();

    /** Whichever GPU this process was given; the first one where nobody says. */
    DeviceChoice ANY_GPU = new AnyGpu();

    /** Reads {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}. */
    static DeviceChoice parse(String text) {
        if (text.equals("auto")) {
            return AUTO;
        }
        if (text.equals("cpu")) {
            return CPU;
        }
        if (text.equals("gpu")) {
            return ANY_GPU;
        }
        Matcher gpu = Pattern.compile("gpu:(\\d{1,3})").matcher(text);
        if (gpu.matches()) {
            return new Gpu(Integer.parseInt(gpu.group(1)));
        }
        throw new IllegalArgumentException("device must be " + FORMS + ", but was '" + text + "'");
    }

    /** See {@link #AUTO}. */
    record Auto() implements DeviceChoice {
        @Override
        public String toString() {
            return "auto";
        }
    }

    /** See {@link #CPU}. */
    record Cpu() implements DeviceChoice {
        @Override
        public String toString() {
            return "cpu";
        }
    }

    /** See {@link #ANY_GPU}. */
    record AnyGpu() implements DeviceChoice {
        @Override
        public String toString() {
            return "gpu";
        }
    }

    /** The GPU with this index. */
    record Gpu(int index) implements DeviceChoice {
        @Override
        public String toString() {
            return "gpu:" + index;
        }
    }
}
