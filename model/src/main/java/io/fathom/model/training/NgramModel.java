package io.fathom.model.training;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A linear model over hashed word 1–2-grams and character 2–5-grams, with a softmax: the baseline that a small transformer
 * has to beat, and a good teacher for it, since the two err on different texts.
 *
 * <p>Features of value {@code 1/sqrt(n)} for the n distinct grams of a text; AdaGrad (Duchi et al. 2011) on the cross-entropy,
 * one text at a time. Two tables of 2^18 × labels floats: 300 MB of heap for 150 labels while it is trained, half of it
 * afterwards.
 */
final class NgramModel {
    private static final int BUCKETS = 1 << 18;
    private static final int LONGEST = 5;
    private static final float RATE = 0.1f;
    private static final float EPSILON = 1e-8f;
    private static final float NEGLIGIBLE = 1e-5f;

    private final int labels;
    private final float[][] weights = new float[BUCKETS][]; // [bucket][label]; null until a training text has the gram

    private NgramModel(int labels) {
        this.labels = labels;
    }

    /** The model after some passes over the texts in seeded random order. */
    static NgramModel train(List<String> texts, int[] labelIndices, int labels, int epochs, long seed) {
        NgramModel model = new NgramModel(labels);
        int[][] features = texts.stream().map(NgramModel::features).toArray(int[][]::new);
        float[][] squares = new float[BUCKETS][];
        for (int[] text : features) {
            for (int f : text) {
                if (model.weights[f] == null) {
                    model.weights[f] = new float[labels];
                    squares[f] = new float[labels];
                }
            }
        }
        int[] order = new int[features.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int epoch = 0; epoch < epochs; epoch++) {
            Shuffle.shuffle(order, random);
            for (int text : order) {
                model.learn(features[text], labelIndices[text], squares);
            }
        }
        return model;
    }

    private void learn(int[] features, int label, float[][] squares) {
        float[] error = probabilities(features);
        error[label] -= 1;
        float value = (float) (1 / Math.sqrt(features.length));
        for (int f : features) {
            float[] w = weights[f];
            float[] s = squares[f];
            for (int k = 0; k < labels; k++) {
                float gradient = error[k] * value;
                if (Math.abs(gradient) > NEGLIGIBLE) {
                    s[k] += gradient * gradient;
                    w[k] -= RATE * gradient / (float) Math.sqrt(s[k] + EPSILON);
                }
            }
        }
    }

    /** Probability of each label. */
    float[] probabilities(String text) {
        return probabilities(features(text));
    }

    private float[] probabilities(int[] features) {
        float[] scores = new float[labels];
        float value = (float) (1 / Math.sqrt(features.length));
        for (int f : features) {
            float[] w = weights[f];
            if (w != null) {
                for (int k = 0; k < labels; k++) {
                    scores[k] += value * w[k];
                }
            }
        }
        float max = Float.NEGATIVE_INFINITY;
        for (float s : scores) {
            max = Math.max(max, s);
        }
        float total = 0;
        for (int k = 0; k < labels; k++) {
            scores[k] = (float) Math.exp(scores[k] - max);
            total += scores[k];
        }
        for (int k = 0; k < labels; k++) {
            scores[k] /= total;
        }
        return scores;
    }

    /** Buckets of the distinct grams; never empty, since the spaces around an empty text are a gram. */
    private static int[] features(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        Set<Integer> buckets = new LinkedHashSet<>();
        List<String> words = new ArrayList<>(List.of(lower.split(" ", -1)));
        for (int i = 0; i < words.size(); i++) {
            buckets.add(bucket("w" + words.get(i)));
            if (i > 0) {
                buckets.add(bucket("b" + words.get(i - 1) + " " + words.get(i)));
            }
        }
        String padded = " " + lower + " ";
        for (int length = 2; length <= LONGEST; length++) {
            for (int from = 0; from + length <= padded.length(); from++) {
                buckets.add(bucket("c" + padded.substring(from, from + length)));
            }
        }
        return buckets.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int bucket(String gram) {
        int h = gram.hashCode();
        h ^= h >>> 15;
        h *= 0x2c1b3c6d;
        h ^= h >>> 12;
        return h & (BUCKETS - 1);
    }
}
