package io.fathom.model.ngram;

import java.util.Arrays;
import java.util.Locale;

/**
 * A linear classifier over n-grams with a softmax: with n the distinct n-grams of a text, known or not,
 *
 * <pre>
 *   s = b + Σ w_g / √n        log p = s − logsumexp(s)
 * </pre>
 *
 * where a row {@code w_g}, a weight for each label, is a scale times whole numbers of 8 bits.
 *
 * <p>Immutable, and safe for use by many threads. Its probabilities are those of its training: overconfident on the texts that
 * it learnt from, so whatever is made of them is fitted on others.
 */
public final class NgramModel {
    private static final int EMPTY = -1;

    private final int[] hashes; // [grams], ascending
    private final float[] scales; // [grams]
    private final float[] rows; // [grams, labels], multiplied by their scales: floats add up faster than bytes
    private final float[] bias; // [labels]
    private final int[] places; // open addressing: index of a gram, or EMPTY

    /**
     * @param hashes of the known n-grams, ascending; taken over, as the other arrays are
     * @param scales one an n-gram
     * @param rows [n-grams, labels]
     * @param bias one a label
     * @throws IllegalArgumentException if the sizes do not fit each other, hashes do not ascend, or a number is not finite
     */
    public NgramModel(int[] hashes, float[] scales, byte[] rows, float[] bias) {
        require(bias.length >= 2, "labels must be at least 2, but are " + bias.length);
        require(
                scales.length == hashes.length && rows.length == hashes.length * bias.length,
                "n-grams must have a scale and " + bias.length + " weights each, but " + hashes.length + " have "
                        + scales.length + " and " + rows.length);
        for (int i = 1; i < hashes.length; i++) {
            require(hashes[i - 1] < hashes[i], "n-grams must stand in ascending order, but number " + i + " does not");
        }
        requireFinite(scales);
        requireFinite(bias);
        this.hashes = hashes;
        this.scales = scales;
        this.rows = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            this.rows[i] = scales[i / bias.length] * rows[i];
        }
        this.bias = bias;
        this.places = places(hashes);
    }

    private static void requireFinite(float[] values) {
        for (float value : values) {
            require(Float.isFinite(value), "numbers must be finite, but one is " + value);
        }
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("the n-gram model is damaged: its " + rule);
        }
    }

    private static int[] places(int[] hashes) {
        int size = Integer.highestOneBit(Math.max(4, hashes.length)) * 4;
        int[] places = new int[size];
        Arrays.fill(places, EMPTY);
        for (int g = 0; g < hashes.length; g++) {
            int at = hashes[g] & (size - 1);
            while (places[at] != EMPTY) {
                at = (at + 1) & (size - 1);
            }
            places[at] = g;
        }
        return places;
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if it is anything else, in one sentence
     */
    public static NgramModel read(byte[] file) {
        return NgramFile.read(file);
    }

    /** The bytes of a file; the same model always gives the same. */
    public byte[] write() {
        byte[] numbers = new byte[rows.length];
        for (int i = 0; i < numbers.length; i++) {
            float scale = scales[i / bias.length];
            numbers[i] = (byte) (scale == 0 ? 0 : Math.round(rows[i] / scale));
        }
        return NgramFile.write(hashes, scales, numbers, bias);
    }

    public int labels() {
        return bias.length;
    }

    /** N-grams that it knows. */
    public int grams() {
        return hashes.length;
    }

    /** Logarithms of the probabilities of the labels, in their order. */
    public float[] logProbabilities(String text) {
        int[] grams = NgramFeatures.of(text);
        float[] sum = new float[bias.length];
        for (int gram : grams) {
            int row = row(gram);
            if (row != EMPTY) {
                add(row * sum.length, sum);
            }
        }
        float share = (float) (1 / Math.sqrt(grams.length));
        for (int k = 0; k < sum.length; k++) {
            sum[k] = bias[k] + share * sum[k];
        }
        return normalised(sum);
    }

    private int row(int gram) {
        int at = gram & (places.length - 1);
        while (places[at] != EMPTY && hashes[places[at]] != gram) {
            at = (at + 1) & (places.length - 1);
        }
        return places[at];
    }

    private void add(int at, float[] sum) {
        for (int k = 0; k < sum.length; k++) {
            sum[k] += rows[at + k];
        }
    }

    private static float[] normalised(float[] scores) {
        float max = Float.NEGATIVE_INFINITY;
        for (float s : scores) {
            max = Math.max(max, s);
        }
        double total = 0;
        for (float s : scores) {
            total += Math.exp(s - max);
        }
        float logTotal = max + (float) Math.log(total);
        for (int k = 0; k < scores.length; k++) {
            scores[k] -= logTotal;
        }
        return scores;
    }

    /** Such as {@code 24,739 n-grams, 150 labels}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d n-grams, %d labels", hashes.length, bias.length);
    }
}
