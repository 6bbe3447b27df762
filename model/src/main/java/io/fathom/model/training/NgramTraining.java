package io.fathom.model.training;

import io.fathom.model.ngram.NgramFeatures;
import io.fathom.model.ngram.NgramModel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Trains an {@link NgramModel}: weights of every n-gram for every label by AdaGrad (Duchi et al. 2011) on the cross-entropy,
 * one text at a time. Features have the value {@code 1/sqrt(n)} for the n distinct n-grams of a text.
 *
 * <p>The file is kept small by leaving n-grams out: what matters of one is {@code f · |w|²} with f the texts that have it and w
 * its weights, less their mean, which changes no probability. Those that matter most are chosen after some passes over the
 * texts and trained anew by themselves; then weights are rounded to 8 bits.
 */
final class NgramTraining {
    private static final int CHOOSING_EPOCHS = 3;
    private static final int EPOCHS = 12;
    private static final float RATE = 0.1f;
    private static final float EPSILON = 1e-8f;
    private static final float NEGLIGIBLE = 1e-5f;
    private static final int LARGEST = 127;
    /** From so many texts on, n-grams that only one of them has are left out. */
    private static final int MANY_TEXTS = 2000;
    /** Most weights in memory, and as many sums of squares: half a gigabyte. */
    private static final int MOST_WEIGHTS = 60_000_000;
    /** Of the file, for up to so many labels; in proportion for more. */
    private static final long MOST_BYTES = 4_000_000;

    private static final int LABELS_OF_MOST_BYTES = 150;
    private static final int BYTES_PER_GRAM = Integer.BYTES + Float.BYTES;

    private final int[] hashes; // known n-grams, ascending
    private final int[] frequency; // texts that have each
    private final int labels;
    private final float[][] weights; // [n-gram][label]
    private final float[][] squares; // [n-gram][label]
    private final float[] bias;
    private final float[] biasSquares;

    private NgramTraining(int[] hashes, int[] frequency, int labels) {
        this.hashes = hashes;
        this.frequency = frequency;
        this.labels = labels;
        this.weights = new float[hashes.length][labels];
        this.squares = new float[hashes.length][labels];
        this.bias = new float[labels];
        this.biasSquares = new float[labels];
    }

    /** Of the n-grams of these texts. */
    private static NgramTraining of(int[][] texts, int labels) {
        int[] all = Arrays.stream(texts).flatMapToInt(Arrays::stream).toArray();
        Arrays.parallelSort(all);
        int least = texts.length >= MANY_TEXTS ? 2 : 1;
        int most = Math.max(1, MOST_WEIGHTS / labels);
        while (count(all, least) > most) {
            least++;
        }
        int known = count(all, least);
        int[] hashes = new int[known];
        int[] frequency = new int[known];
        int at = 0;
        for (int from = 0, to; from < all.length; from = to) {
            to = end(all, from);
            if (to - from >= least) {
                hashes[at] = all[from];
                frequency[at++] = to - from;
            }
        }
        return new NgramTraining(hashes, frequency, labels);
    }

    private static int count(int[] sorted, int least) {
        int count = 0;
        for (int from = 0, to; from < sorted.length; from = to) {
            to = end(sorted, from);
            count += to - from >= least ? 1 : 0;
        }
        return count;
    }

    private static int end(int[] sorted, int from) {
        int to = from + 1;
        while (to < sorted.length && sorted[to] == sorted[from]) {
            to++;
        }
        return to;
    }

    /**
     * @param texts what to learn from
     * @param labelIndices label of each text
     * @param labels number of labels, at least 2
     * @param seed of the order of the texts
     */
    static NgramModel train(List<String> texts, int[] labelIndices, int labels, long seed) {
        int[][] grams = texts.parallelStream().map(NgramFeatures::of).toArray(int[][]::new);
        NgramTraining all = of(grams, labels);
        int most = mostGrams(labels);
        if (all.hashes.length <= most) {
            all.learn(grams, labelIndices, EPOCHS, seed);
            return all.rounded();
        }
        all.learn(grams, labelIndices, CHOOSING_EPOCHS, seed);
        NgramTraining chosen = all.mostImportant(most);
        chosen.learn(grams, labelIndices, EPOCHS, seed);
        return chosen.rounded();
    }

    private static int mostGrams(int labels) {
        long bytes = MOST_BYTES * Math.max(LABELS_OF_MOST_BYTES, labels) / LABELS_OF_MOST_BYTES;
        return (int) ((bytes - (long) Float.BYTES * labels) / (BYTES_PER_GRAM + labels));
    }

    private void learn(int[][] grams, int[] labelIndices, int epochs, long seed) {
        int[][] places = Arrays.stream(grams).parallel().map(this::places).toArray(int[][]::new);
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = IntStream.range(0, grams.length).toArray();
        for (int epoch = 0; epoch < epochs; epoch++) {
            Shuffle.shuffle(order, random);
            for (int text : order) {
                learn(places[text], grams[text].length, labelIndices[text]);
            }
        }
    }

    /** A training of the n-grams that matter most, which has learnt nothing yet. */
    private NgramTraining mostImportant(int most) {
        double[] importance = new double[hashes.length];
        Arrays.setAll(importance, g -> frequency[g] * variance(weights[g]));
        int[] kept = IntStream.range(0, hashes.length)
                .boxed()
                .sorted(Comparator.comparingDouble(g -> -importance[g]))
                .limit(most)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        return new NgramTraining(
                Arrays.stream(kept).map(g -> hashes[g]).toArray(),
                Arrays.stream(kept).map(g -> frequency[g]).toArray(),
                labels);
    }

    private static double mean(float[] w) {
        double sum = 0;
        for (float value : w) {
            sum += value;
        }
        return sum / w.length;
    }

    private static double variance(float[] w) {
        double mean = mean(w);
        double sum = 0;
        for (float value : w) {
            sum += (value - mean) * (value - mean);
        }
        return sum;
    }

    private NgramModel rounded() {
        float[] scales = new float[hashes.length];
        byte[] rows = new byte[hashes.length * labels];
        for (int g = 0; g < hashes.length; g++) {
            double mean = mean(weights[g]);
            double largest = 0;
            for (float value : weights[g]) {
                largest = Math.max(largest, Math.abs(value - mean));
            }
            double scale = largest / LARGEST;
            scales[g] = (float) scale;
            for (int k = 0; k < labels && scale > 0; k++) {
                rows[g * labels + k] = (byte) Math.round((weights[g][k] - mean) / scale);
            }
        }
        return new NgramModel(hashes, scales, rows, bias);
    }

    /** Where the known ones among some n-grams stand. */
    private int[] places(int[] grams) {
        return Arrays.stream(grams)
                .map(gram -> Arrays.binarySearch(hashes, gram))
                .filter(place -> place >= 0)
                .toArray();
    }

    private void learn(int[] known, int distinct, int label) {
        float value = (float) (1 / Math.sqrt(distinct));
        float[] error = probabilities(known, value);
        error[label] -= 1;
        for (int g : known) {
            step(weights[g], squares[g], error, value);
        }
        step(bias, biasSquares, error, value);
    }

    private static void step(float[] w, float[] s, float[] error, float value) {
        for (int k = 0; k < w.length; k++) {
            float gradient = error[k] * value;
            if (Math.abs(gradient) > NEGLIGIBLE) {
                s[k] += gradient * gradient;
                w[k] -= RATE * gradient / (float) Math.sqrt(s[k] + EPSILON);
            }
        }
    }

    private float[] probabilities(int[] known, float value) {
        float[] p = bias.clone();
        for (int g : known) {
            float[] w = weights[g];
            for (int k = 0; k < labels; k++) {
                p[k] += value * w[k];
            }
        }
        float max = Float.NEGATIVE_INFINITY;
        for (float s : p) {
            max = Math.max(max, s);
        }
        float total = 0;
        for (int k = 0; k < labels; k++) {
            p[k] = (float) Math.exp(p[k] - max);
            total += p[k];
        }
        for (int k = 0; k < labels; k++) {
            p[k] /= total;
        }
        return p;
    }
}
