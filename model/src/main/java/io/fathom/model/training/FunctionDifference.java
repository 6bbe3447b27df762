package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Dropout;
import io.fathom.model.nn.RowStates;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** How far apart the answers of two networks are, on rows of random tokens of every length. */
public final class FunctionDifference {
    private static final int ROWS = 8;

    private FunctionDifference() {}

    /**
     * The largest difference of an answer after any cycle, divided by its own size where that is above 1.
     *
     * @param seed of the tokens
     * @throws IllegalArgumentException if the networks do not take the same input
     */
    public static double largest(NetworkValues first, NetworkValues second, long seed) {
        Architecture a = first.architecture();
        if (!a.input().equals(second.architecture().input())) {
            throw new IllegalArgumentException("networks must take the same input, but take " + a.input() + " and "
                    + second.architecture().input());
        }
        SplittableRandom random = new SplittableRandom(seed);
        int[][] ids = new int[ROWS][];
        for (int r = 0; r < ROWS; r++) {
            int length = 1 + (a.maxTokens() - 1) * r / (ROWS - 1);
            ids[r] = random.ints(length, 0, a.vocabulary()).toArray();
        }
        List<float[]> left = answers(first, ids);
        List<float[]> right = answers(second, ids);
        double largest = 0;
        for (int c = 0; c < left.size(); c++) {
            for (int i = 0; i < left.get(c).length; i++) {
                double size = Math.max(1, Math.abs(left.get(c)[i]));
                largest = Math.max(largest, Math.abs(left.get(c)[i] - right.get(c)[i]) / size);
            }
        }
        return largest;
    }

    /** Of each cycle. */
    private static List<float[]> answers(NetworkValues network, int[][] ids) {
        List<float[]> answers = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            CycledTransformer run = new CycledTransformer(
                    Trainer.weightsOf(network.architecture(), manager, network.values()), Dropout.OFF);
            RowStates states = run.begin(manager, ids);
            for (int c = 0; c < network.architecture().maxCycles(); c++) {
                states = run.cycle(manager, states, new int[] {c}).states();
                answers.add(run.answer(manager, states, new int[] {c}).toFloatArray());
            }
        }
        return answers;
    }
}
