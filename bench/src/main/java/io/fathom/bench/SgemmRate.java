package io.fathom.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the machine multiplies in the engine's thread layout: threads with one intra-op thread each, and each its own
 * float32 matrices of {@value #SIZE} × {@value #SIZE}, through the same library as the engine. The denominator of the
 * engine's share.
 */
final class SgemmRate {
    static final int SIZE = 1024;
    private static final double FLOPS = 2.0 * SIZE * SIZE * SIZE;

    private SgemmRate() {}

    /**
     * @param gflops GFLOP/s of all threads together
     * @param gflopsPerCpuSecond GFLOP per second that a core spent on it: what a core would do if nothing else ran
     */
    record Rate(double gflops, double gflopsPerCpuSecond) {}

    static Rate measure(int threads, Duration duration) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            Callable<Rate> one = () -> thread(duration);
            List<Callable<Rate>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(one);
            }
            double sum = 0;
            double perCpuSecond = 0;
            for (Future<Rate> rate : pool.invokeAll(all)) {
                sum += rate.get().gflops();
                perCpuSecond += rate.get().gflopsPerCpuSecond() / threads;
            }
            return new Rate(sum, perCpuSecond);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the matrix multiplication failed", e.getCause());
        } finally {
            pool.shutdown();
        }
    }

    private static Rate thread(Duration duration) {
        JniUtils.setGradMode(false);
        JniUtils.setNumThreads(1);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray a = manager.randomNormal(new Shape(SIZE, SIZE));
            NDArray b = manager.randomNormal(new Shape(SIZE, SIZE));
            a.matMul(b).close(); // warm-up
            long start = System.nanoTime();
            long cpuStart = CpuTime.ofThisThread();
            int done = 0;
            while (System.nanoTime() - start < duration.toNanos()) {
                a.matMul(b).close();
                done++;
            }
            double cpuNanos = CpuTime.ofThisThread() - cpuStart;
            return new Rate(done * FLOPS / (System.nanoTime() - start), done * FLOPS / cpuNanos);
        }
    }
}
