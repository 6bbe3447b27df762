package io.fathom.model.training.experiment;

import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.RowStates;
import io.fathom.model.nn.TokenGate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Wall time of a network with soft and with hard gates, in microseconds a character. The two take turns, so that whatever
 * else the machine does meets both; the median of the rounds counts.
 */
final class GateTiming {
    private static final int ROUNDS = 9;
    private static final int[] ROWS = {1, 16, 64};

    private GateTiming() {}

    /** {@code time-soft-bN} and {@code time-hard-bN} for batches of N windows. */
    static List<Measurement> measure(Learner learner, ExperimentText text, LanguageNetwork plan) {
        List<Measurement> found = new ArrayList<>();
        for (int rows : ROWS) {
            int[][] windows = windows(text, plan, rows);
            double[] soft = new double[ROUNDS];
            double[] hard = new double[ROUNDS];
            for (int round = -1; round < ROUNDS; round++) { // the first warms up
                double s = micros(learner, new TokenGate.Soft(), windows, plan);
                double h = micros(learner, new TokenGate.Hard(TokenGate.EVEN), windows, plan);
                if (round >= 0) {
                    soft[round] = s;
                    hard[round] = h;
                }
            }
            found.add(Measurement.value("time-soft-b" + rows, median(soft)));
            found.add(Measurement.value("time-hard-b" + rows, median(hard)));
        }
        return found;
    }

    private static int[][] windows(ExperimentText text, LanguageNetwork plan, int rows) {
        int[][] windows = new int[rows][];
        for (int r = 0; r < rows; r++) {
            int from = (int) ((long) r * (text.train().length - plan.context() - 1) / rows);
            windows[r] = Arrays.copyOfRange(text.train(), from, from + plan.context() + 1);
        }
        return windows;
    }

    private static double micros(Learner learner, TokenGate gate, int[][] windows, LanguageNetwork plan) {
        return learner.look(gate, (network, manager) -> {
            long begin = System.nanoTime();
            forward(network, manager, windows, plan);
            return (System.nanoTime() - begin) / 1e3 / windows.length / plan.context();
        });
    }

    private static void forward(CycledTransformer network, NDManager manager, int[][] windows, LanguageNetwork plan) {
        RowStates states = network.begin(manager, windows);
        for (int c = 0; c < plan.stack().maxCycles(); c++) {
            states = network.cycle(manager, states, plan.cycle(c)).states();
        }
        network.answer(manager, states, plan.cycle(plan.stack().maxCycles() - 1))
                .toFloatArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
