package io.fathom.model.engine;

import ai.djl.pytorch.jni.JniUtils;

/**
 * How PyTorch shall use threads.
 *
 * <p>Many workers with one intra-op thread each beat one worker with many (on four cores at d = 256: 270 GFLOP/s against
 * 132), because a layer's elementwise parts and its small matrices do not split well.
 */
public final class TorchThreads {
    private TorchThreads() {}

    private static final String INTRA_OP = "ai.djl.pytorch.num_threads";
    private static final String INTER_OP = "ai.djl.pytorch.num_interop_threads";

    /** Without it DJL asks the cloud's metadata service where it runs, and reports its start to its makers. */
    private static final String NO_REPORTS = "OPT_OUT_TRACKING";

    /**
     * Asks for one thread of each kind, unless the user has said otherwise. DJL reads it when its engine is loaded, once per
     * process; after that it has no effect.
     */
    public static void oneEach() {
        setIfAbsent(INTRA_OP, "1");
        setIfAbsent(INTER_OP, "1");
        setIfAbsent(NO_REPORTS, "true");
    }

    /**
     * To be called by each thread that infers. The gradient mode belongs to the thread, and new threads have it on; the
     * number of intra-op threads does too, and it is too many where something else in the process loaded DJL first.
     */
    public static void inferOnThisThread() {
        JniUtils.setGradMode(false);
        JniUtils.setNumThreads(Integer.getInteger(INTRA_OP, 1));
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
