package io.fathom.model.engine;

import ai.djl.pytorch.jni.JniUtils;

/**
 * How PyTorch shall use threads.
 *
 * <p>Many workers with one intra-op thread each beat one worker with many (on four cores at d = 256: 270 GFLOP/s against
 * 132), because a layer's elementwise parts and its small matrices do not split well.
 */
final class TorchThreads {
    private TorchThreads() {}

    /**
     * One intra-op thread, unless the user has said otherwise. Works only before DJL's engine is loaded, which happens once
     * per process.
     */
    static void oneEach() {
        setIfAbsent("ai.djl.pytorch.num_threads");
        setIfAbsent("ai.djl.pytorch.num_interop_threads");
    }

    /** To be called by each thread that infers: gradient mode belongs to the thread, and new threads have it on. */
    static void withoutGradients() {
        JniUtils.setGradMode(false);
    }

    private static void setIfAbsent(String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, "1");
        }
    }
}
