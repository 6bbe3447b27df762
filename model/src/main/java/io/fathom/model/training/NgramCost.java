package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.fathom.model.budget.CostModel;
import io.fathom.model.bundle.CostConstants;
import io.fathom.model.ngram.NgramModel;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.RowStates;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What an n-gram model costs in the unit of the frontier, measured in this process:
 *
 * <pre>  tlopsPerToken = (its seconds a token) / (the network's seconds a token and layer),    up to the next power of two</pre>
 *
 * both of one thread, on the same texts, the network in batches as it is served; the fastest of some tries each, for what
 * slows a try down is never the work itself. Rounded, so that the same training nearly always gives the same bundle, and up, so
 * that no budget is spent that was not charged. What it cannot see: a machine on which the two compare otherwise.
 */
final class NgramCost {
    private static final int TEXTS = 256;
    private static final int ROWS = 32;
    private static final int TRIES = 5;
    /** Where the ratio is beyond any sense, on an interpreter or an accelerator, say. */
    private static final double LEAST = 1.0 / 1024;

    private static final double MOST = 1024;

    private NgramCost() {}

    /**
     * @param texts to measure with, some of which are taken
     * @param ids of the same texts as the network reads them
     */
    static double tlopsPerToken(
            NgramModel model, CycleNetwork network, NDManager manager, List<String> texts, int[][] ids) {
        int[] chosen = IntStream.range(0, Math.min(TEXTS, ids.length))
                .map(i -> (int) ((long) i * ids.length / Math.min(TEXTS, ids.length)))
                .boxed()
                .sorted(Comparator.comparingInt(i -> ids[i].length))
                .mapToInt(Integer::intValue)
                .toArray();
        int threads = JniUtils.getNumThreads();
        JniUtils.setNumThreads(1);
        try {
            double ngram = fastest(() -> Arrays.stream(chosen).forEach(i -> model.logProbabilities(texts.get(i))));
            double layers = fastest(() -> run(network, manager, chosen, ids));
            return poweredUp(ngram * layersToFullDepth(network) / layers);
        } finally {
            JniUtils.setNumThreads(threads);
        }
    }

    /** Of a token: head, cycles, and the tail after each. */
    private static int layersToFullDepth(CycleNetwork network) {
        CostModel costs = CostConstants.of(network.architecture()).costModel();
        int cycles = network.architecture().maxCycles();
        return costs.executedLayers(cycles, cycles);
    }

    /** The least nanoseconds of some runs; the first is for warming up. */
    private static double fastest(Runnable work) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i <= TRIES; i++) {
            long start = System.nanoTime();
            work.run();
            least = Math.min(least, i == 0 ? Long.MAX_VALUE : System.nanoTime() - start);
        }
        return Math.max(1, least);
    }

    private static void run(CycleNetwork network, NDManager parent, int[] chosen, int[][] ids) {
        for (int from = 0; from < chosen.length; from += ROWS) {
            int[][] batch = Arrays.stream(chosen, from, Math.min(chosen.length, from + ROWS))
                    .mapToObj(i -> ids[i])
                    .toArray(int[][]::new);
            try (NDManager manager = parent.newSubManager()) {
                RowStates states = network.begin(manager, batch);
                for (int c = 0; c < network.architecture().maxCycles(); c++) {
                    states = network.cycle(manager, states, new int[] {c}).states();
                    network.answer(manager, states, new int[] {c}).toFloatArray();
                }
            }
        }
    }

    /** The least power of two that is no less. */
    static double poweredUp(double ratio) {
        double power = LEAST;
        while (power < ratio && power < MOST) {
            power *= 2;
        }
        return power;
    }
}
