package io.fathom.model.training.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.CycleNetwork.CycleStep;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.LayerStack;
import io.fathom.model.nn.RowStates;
import io.fathom.model.nn.SignalLayout;
import io.fathom.model.training.experiment.RingTask.Question;
import java.util.Arrays;

/** Questions about rings at every exit. All tables are [question][exit]. */
@SuppressWarnings("ArrayRecordComponent") // tables that are read, never compared
record RingEvaluation(ExitTable table, double[][] zeroAttention, double[][] confidence) {
    private static final int ROWS = 256;

    static RingEvaluation of(CycledTransformer network, NDManager parent, Question[] questions) {
        LayerStack stack = network.architecture().stack();
        int exits = stack.maxCycles();
        double[] layers = new double[exits];
        for (int c = 0; c < exits; c++) {
            layers[c] = stack.executedLayers() - (double) (exits - 1 - c) * stack.middleLayers();
        }
        double[] ones = new double[questions.length];
        Arrays.fill(ones, 1);
        RingEvaluation all = new RingEvaluation(
                new ExitTable(layers, new double[questions.length][exits], new double[questions.length][exits], ones),
                new double[questions.length][exits],
                new double[questions.length][exits]);
        for (int first = 0; first < questions.length; first += ROWS) {
            try (NDManager manager = parent.newSubManager()) {
                all.fill(
                        network,
                        manager,
                        Arrays.copyOfRange(questions, first, Math.min(first + ROWS, questions.length)),
                        first);
            }
        }
        return all;
    }

    private void fill(CycledTransformer network, NDManager manager, Question[] questions, int first) {
        int[][] ids = Arrays.stream(questions).map(Question::ids).toArray(int[][]::new);
        RowStates states = network.begin(manager, ids);
        for (int c = 0; c < table.exits(); c++) {
            int[] cycle = {c};
            CycleStep step = network.cycle(manager, states, cycle);
            states = step.states();
            NDArray logP = network.answer(manager, states, cycle).logSoftmax(1); // [rows, names]
            float[] flat = logP.toFloatArray();
            float[] zero = Signals.of(step, SignalLayout.MEAN);
            for (int r = 0; r < questions.length; r++) {
                float[] row = Arrays.copyOfRange(flat, r * RingTask.NAMES, (r + 1) * RingTask.NAMES);
                float best = Float.NEGATIVE_INFINITY;
                for (float p : row) {
                    best = Math.max(best, p);
                }
                float right = row[questions[r].answer()];
                table.loss()[first + r][c] = -right;
                table.correct()[first + r][c] = right >= best ? 1 : 0;
                confidence[first + r][c] = Math.exp(best);
                zeroAttention[first + r][c] = zero[r];
            }
        }
    }
}
