package io.fathom.model.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.Utils;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * PyTorch as this process has it.
 *
 * @param djl version of the Java library
 * @param torch version of the natives
 * @param libraries folder that they were loaded from
 * @param intraOpThreads threads of one operation
 * @param gpus those that these natives can compute on; none for natives without CUDA
 */
public record TorchEnvironment(String djl, String torch, String libraries, int intraOpThreads, List<Gpu> gpus) {

    /**
     * A GPU.
     *
     * @param computeCapability such as {@code 9.0}
     * @param totalBytes of its memory
     * @param usedBytes by all processes
     */
    public record Gpu(int index, String computeCapability, long totalBytes, long usedBytes) {}

    /**
     * Loads the natives, if nobody has yet, and looks.
     *
     * @throws RuntimeException or a {@link LinkageError} if they cannot be loaded
     */
    public static TorchEnvironment inspect() {
        TorchThreads.oneEach();
        Engine engine = Engine.getInstance();
        return new TorchEnvironment(
                Engine.getDjlVersion(),
                engine.getVersion(),
                LibUtils.getLibtorchPath(),
                JniUtils.getNumThreads(),
                IntStream.range(0, engine.getGpuCount())
                        .mapToObj(TorchEnvironment::gpu)
                        .toList());
    }

    /** Where natives from jars are unpacked to. */
    public static Path cacheFolder() {
        return Utils.getEngineCacheDir();
    }

    private static Gpu gpu(int index) {
        MemoryUsage memory = CudaUtils.getGpuMemory(Device.gpu(index));
        String capability = CudaUtils.getComputeCapability(index); // "90" for 9.0
        int major = capability.length() - 1;
        return new Gpu(
                index,
                capability.substring(0, major) + "." + capability.substring(major),
                memory.getMax(),
                memory.getCommitted());
    }
}
