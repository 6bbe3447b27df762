package io.fathom.model.training.experiment;

import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.LayerStack;
import io.fathom.model.nn.Projections.Slots;
import io.fathom.model.nn.RowStates;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What attention between tokens costs a TokenFormer of few and of many slots: the time of a character in long windows less
 * that in short ones, with as many characters in a batch. Random weights; all four take turns, medians count.
 *
 * @param slots of each projection of the attention of the smaller network
 * @param factor how many times as many the larger one has
 */
public record SlotTimingExperiment(
        int dim, int heads, int layers, int slots, int factor, int shortWindow, int longWindow, int rounds)
        implements Experiment {
    private static final int VOCABULARY = 64;

    @Override
    public String recipe() {
        return "slot timing 1 " + this;
    }

    @Override
    public long work() {
        return 4L * rounds * layers;
    }

    @Override
    public Outcome run(long seed, ExperimentText text, Watch watch) {
        try (Learner few = learner(slots, seed);
                Learner many = learner(slots * factor, seed)) {
            double[][] micros = new double[4][rounds];
            SplittableRandom random = new SplittableRandom(seed);
            int[][] brief = windows(longWindow / shortWindow, shortWindow, random);
            int[][] lengthy = windows(1, longWindow, random);
            for (int round = -1; round < rounds; round++) { // the first warms up
                double[] now = {micros(few, brief), micros(few, lengthy), micros(many, brief), micros(many, lengthy)};
                for (int i = 0; i < 4 && round >= 0; i++) {
                    micros[i][round] = now[i];
                }
                if (round >= 0 && !watch.onStep(4L * layers, Double.NaN)) {
                    throw new StoppedException();
                }
            }
            return new Outcome(
                    many.architecture().parameterCount(),
                    0,
                    0,
                    0,
                    List.of(
                            Measurement.value("few-short", median(micros[0])),
                            Measurement.value("few-long", median(micros[1])),
                            Measurement.value("many-short", median(micros[2])),
                            Measurement.value("many-long", median(micros[3]))));
        }
    }

    private Learner learner(int n, long seed) {
        LanguageNetwork network = LanguageNetwork.dense(longWindow, dim, heads, LayerStack.plain(layers, 1))
                .with(Slots.of(n));
        return Learner.fresh(network.architecture(VOCABULARY), seed);
    }

    private static int[][] windows(int rows, int width, SplittableRandom random) {
        int[][] windows = new int[rows][];
        for (int r = 0; r < rows; r++) {
            windows[r] = random.ints(width, 0, VOCABULARY).toArray();
        }
        return windows;
    }

    private static double micros(Learner learner, int[][] windows) {
        return learner.look((network, manager) -> {
            long begin = System.nanoTime();
            forward(network, manager, windows);
            return (System.nanoTime() - begin) / 1e3 / windows.length / windows[0].length;
        });
    }

    private static void forward(CycledTransformer network, NDManager manager, int[][] windows) {
        RowStates states = network.begin(manager, windows);
        network.cycle(manager, states, new int[] {0}).states().hidden().toFloatArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
