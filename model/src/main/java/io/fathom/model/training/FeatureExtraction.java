package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.engine.TorchThreads;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.RowStates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Runs texts through a frozen encoder once and keeps what each exit's classifier would read. Several workers of one thread
 * each, texts of like length together; memory is bounded by the batches at work.
 */
final class FeatureExtraction implements AutoCloseable {
    /** Tokens of a batch, padding included. */
    private static final int BATCH_TOKENS = 1024;
    /** Records between two looks at whether to stop. */
    private static final int CHUNK = 1024;

    private final CycledTransformer network;
    private final NDManager manager;
    private final int[][] ids;
    private final ExitFeatureFile file;
    private final ExecutorService workers =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

    FeatureExtraction(CycledTransformer network, NDManager manager, int[][] ids, ExitFeatureFile file) {
        this.network = network;
        this.manager = manager;
        this.ids = ids;
        this.file = file;
    }

    /** Steps of {@link #next} in all. */
    static int chunks(int records) {
        return (records + CHUNK - 1) / CHUNK;
    }

    /** Chunks behind it. */
    int done() throws IOException {
        return chunks(file.done());
    }

    boolean isDone() throws IOException {
        return file.done() == ids.length;
    }

    /** Runs the next chunk; it is on disk when this returns. */
    void next() throws IOException {
        int from = file.done();
        int to = Math.min(ids.length, from + CHUNK);
        List<Future<?>> running = new ArrayList<>();
        for (int[] batch : batches(from, to)) {
            running.add(workers.submit(() -> run(batch)));
        }
        for (Future<?> batch : running) {
            try {
                batch.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("feature extraction was interrupted", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException(
                        "features of the training texts cannot be computed: " + e.getCause(), e);
            }
        }
        file.done(to);
    }

    /** Records of a chunk, by length. */
    private List<int[]> batches(int from, int to) {
        int[] order = IntStream.range(from, to)
                .boxed()
                .sorted(Comparator.comparingInt(r -> ids[r].length))
                .mapToInt(Integer::intValue)
                .toArray();
        List<int[]> batches = new ArrayList<>();
        for (int start = 0, end; start < order.length; start = end) {
            end = start + 1;
            while (end < order.length && (end + 1 - start) * ids[order[end]].length <= BATCH_TOKENS) {
                end++;
            }
            batches.add(Arrays.copyOfRange(order, start, end));
        }
        return batches;
    }

    private void run(int[] records) {
        TorchThreads.inferOnThisThread();
        int[][] rows = Arrays.stream(records).mapToObj(r -> ids[r]).toArray(int[][]::new);
        try (NDManager step = manager.newSubManager()) {
            RowStates states = network.begin(step, rows);
            for (int exit = 0; exit < network.architecture().maxCycles(); exit++) {
                int[] cycle = {exit};
                states = network.cycle(step, states, cycle).states();
                float[] pooled = network.pooled(step, states, cycle).toFloatArray(); // [rows, pooled]
                int width = pooled.length / records.length;
                for (int r = 0; r < records.length; r++) {
                    file.write(exit, records[r], pooled, r * width);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
