package io.fathom.model.training.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fathom.model.nn.CycleNetwork.CycleStep;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.LayerStack;
import io.fathom.model.nn.RowStates;
import io.fathom.model.nn.SignalLayout;
import java.util.Arrays;

/**
 * A language model on the whole validation split: windows side by side, so that every character but the first is predicted
 * once. No chance in it.
 *
 * @param surprise −ln p of every predicted character, [exit][character]
 * @param correct 1 where it was the likeliest, [exit][character]
 * @param confidence probability of the likeliest, [exit][character]
 * @param zeroAttention mean over layers, heads and characters, [exit][window]
 * @param correctedZeroAttention the same, corrected for the number of keys in sight
 * @param lengths predicted characters of each window
 * @param open layers that were taken and layers that there were, summed over tokens, cycles and layers with routers; zeros
 *     without routers
 */
@SuppressWarnings("ArrayRecordComponent") // tables that are read, never compared
record LanguageEvaluation(
        LayerStack stack,
        float[][] surprise,
        float[][] correct,
        float[][] confidence,
        float[][] zeroAttention,
        float[][] correctedZeroAttention,
        int[] lengths,
        double[] open) {
    private static final int ROWS = 64;

    /** @param plan what the network was made from */
    static LanguageEvaluation of(CycledTransformer network, NDManager parent, int[] text, LanguageNetwork plan) {
        int context = plan.context();
        int windows = (text.length - 1 + context - 1) / context;
        int cycles = network.architecture().maxCycles();
        LanguageEvaluation all = new LanguageEvaluation(
                network.architecture().stack(),
                new float[cycles][text.length - 1],
                new float[cycles][text.length - 1],
                new float[cycles][text.length - 1],
                new float[cycles][windows],
                new float[cycles][windows],
                new int[windows],
                new double[2]);
        for (int first = 0; first < windows; first += ROWS) {
            int[][] rows = new int[Math.min(ROWS, windows - first)][];
            for (int r = 0; r < rows.length; r++) {
                int from = (first + r) * context;
                rows[r] = Arrays.copyOfRange(text, from, Math.min(from + context + 1, text.length));
                all.lengths[first + r] = rows[r].length - 1;
            }
            try (NDManager manager = parent.newSubManager()) {
                all.fill(network, manager, rows, first, plan);
            }
        }
        return all;
    }

    private void fill(
            CycledTransformer network, NDManager manager, int[][] rows, int firstWindow, LanguageNetwork plan) {
        int width = rows[0].length;
        long[] targets = new long[rows.length * width];
        for (int r = 0; r < rows.length; r++) {
            for (int t = 1; t < rows[r].length; t++) {
                targets[r * width + t - 1] = rows[r][t];
            }
        }
        NDArray target = manager.create(targets, new Shape(rows.length, width, 1));
        RowStates states = network.begin(manager, rows);
        for (int c = 0; c < surprise.length; c++) {
            int[] cycle = plan.cycle(c);
            CycleStep step = network.cycle(manager, states, cycle);
            states = step.states();
            NDArray logP = network.logits(manager, states, cycle).logSoftmax(2); // [rows, width, vocabulary]
            float[] ofTarget = logP.gather(target, 2).toFloatArray();
            float[] best = logP.max(new int[] {2}).toFloatArray();
            float[] zero = Signals.of(step, SignalLayout.MEAN);
            float[] corrected = Signals.of(step, SignalLayout.CORRECTED);
            addOpenLayers(step, rows);
            int at = firstWindow * plan.context();
            for (int r = 0; r < rows.length; r++) {
                zeroAttention[c][firstWindow + r] = zero[r];
                correctedZeroAttention[c][firstWindow + r] = corrected[r];
                for (int t = 0; t < rows[r].length - 1; t++, at++) {
                    int i = r * width + t;
                    surprise[c][at] = -ofTarget[i];
                    correct[c][at] = ofTarget[i] >= best[i] ? 1 : 0;
                    confidence[c][at] = (float) Math.exp(best[i]);
                }
            }
        }
    }

    private void addOpenLayers(CycleStep step, int[][] rows) {
        if (step.openLayers() == null) {
            return;
        }
        float[] taken = step.openLayers().toFloatArray(); // [rows, width]
        int width = taken.length / rows.length;
        for (int r = 0; r < rows.length; r++) {
            for (int t = 0; t < rows[r].length; t++) {
                open[0] += taken[r * width + t];
            }
            open[1] += (double) rows[r].length * stack.middleLayers();
        }
    }

    /** Mean gate of all tokens and layers with routers, α of papers.md 2.4; 1 without routers. */
    double openShare() {
        return open[1] == 0 ? 1 : open[0] / open[1];
    }

    /** Mean −ln p at full depth of the first characters, or of all if there are fewer. */
    double finalLoss(int characters) {
        float[] last = surprise[surprise.length - 1];
        int count = Math.min(characters, last.length);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += last[i];
        }
        return sum / count;
    }

    /** Layers run up to each exit. */
    double[] layers() {
        int outside = (stack.head() ? 1 : 0) + (stack.tail() ? 1 : 0);
        double[] layers = new double[surprise.length];
        for (int c = 0; c < layers.length; c++) {
            layers[c] = outside + (c + 1.0) * stack.middleLayers();
        }
        return layers;
    }

    /** Every window leaves as a whole. */
    ExitTable byWindow() {
        return new ExitTable(
                layers(),
                windowMeans(surprise),
                windowMeans(correct),
                Arrays.stream(lengths).asDoubleStream().toArray());
    }

    /**
     * Every character leaves on its own; those that have left still serve as keys, so this is what {@code loss} costs and
     * not what could be computed one character at a time.
     */
    ExitTable byCharacter() {
        double[] ones = new double[surprise[0].length];
        Arrays.fill(ones, 1);
        return new ExitTable(layers(), transposed(surprise), transposed(correct), ones);
    }

    double[][] zeroAttentionByWindow() {
        return transposed(zeroAttention);
    }

    double[][] correctedZeroAttentionByWindow() {
        return transposed(correctedZeroAttention);
    }

    double[][] confidenceByWindow() {
        return windowMeans(confidence);
    }

    double[][] confidenceByCharacter() {
        return transposed(confidence);
    }

    /** [exit][character] to [window][exit]. */
    private double[][] windowMeans(float[][] perCharacter) {
        double[][] means = new double[lengths.length][perCharacter.length];
        for (int c = 0; c < perCharacter.length; c++) {
            int at = 0;
            for (int w = 0; w < lengths.length; w++) {
                for (int t = 0; t < lengths[w]; t++) {
                    means[w][c] += perCharacter[c][at++] / lengths[w];
                }
            }
        }
        return means;
    }

    private static double[][] transposed(float[][] table) {
        double[][] turned = new double[table[0].length][table.length];
        for (int i = 0; i < table.length; i++) {
            for (int j = 0; j < turned.length; j++) {
                turned[j][i] = table[i][j];
            }
        }
        return turned;
    }
}
