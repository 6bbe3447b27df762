package io.fathom.model.nn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shape of a cycled classifier; everything that the weights alone do not say.
 *
 * <p>Layers: one head layer, {@code middleLayers} shared layers run up to {@code maxCycles} times, one tail layer
 * (ZTT's head-tail decoupled cycling, papers.md 1.1).
 *
 * @param vocabulary number of token ids
 * @param maxTokens most tokens of a record, special tokens included
 * @param dim width of the residual stream, d
 * @param heads attention heads; divides {@code dim}
 * @param feedForward inner width of the feed-forward
 * @param middleLayers shared layers of one cycle, m
 * @param maxCycles most cycles, C
 * @param labels rows of the classifier
 * @param zeroToken whether the middle layers carry a zero token (false gives plain head-tail cycling, HTC)
 * @param gate how zero attention gates the feed-forward
 * @param pooling how token states become one vector
 */
public record Architecture(
        int vocabulary,
        int maxTokens,
        int dim,
        int heads,
        int feedForward,
        int middleLayers,
        int maxCycles,
        int labels,
        boolean zeroToken,
        Gate gate,
        Pooling pooling) {

    /** Gate of the middle layers' feed-forward (papers.md 1.3). */
    public enum Gate {
        /** G0: the zero token gates the attention only. */
        NONE,
        /** G1: the mean over heads of {@code 1 - zeroAttention} also multiplies the feed-forward's update. */
        ZERO_ATTENTION
    }

    /** From token states to one vector per record. */
    public enum Pooling {
        /** Mean over the record's tokens. */
        MEAN,
        /** The state of the first token (the classification token). */
        FIRST,
        /** Mean and maximum over the record's tokens, side by side: what the text is about, and its one telling word. */
        MEAN_MAX
    }

    public Architecture {
        atLeast("vocabulary", vocabulary, 1);
        atLeast("maxTokens", maxTokens, 1);
        atLeast("dim", dim, 1);
        atLeast("heads", heads, 1);
        atLeast("feedForward", feedForward, 1);
        atLeast("middleLayers", middleLayers, 1);
        atLeast("maxCycles", maxCycles, 1);
        atLeast("labels", labels, 2);
        if (dim % heads != 0) {
            throw new IllegalArgumentException("heads must divide dim, but were " + heads + " and " + dim);
        }
        if (!zeroToken && gate == Gate.ZERO_ATTENTION) {
            throw new IllegalArgumentException("the gate ZERO_ATTENTION needs a zero token, but zeroToken was false");
        }
    }

    private static void atLeast(String name, int value, int minimum) {
        if (value < minimum) {
            throw new IllegalArgumentException(name + " must be at least " + minimum + ", but was " + value);
        }
    }

    public int headDim() {
        return dim / heads;
    }

    /** Width of the pooled vector that the classifier reads. */
    public int pooledDim() {
        return pooling == Pooling.MEAN_MAX ? 2 * dim : dim;
    }

    /** Names of the layers with weights of their own, in order: head, the shared ones, tail. */
    public List<String> layerNames() {
        List<String> names = new java.util.ArrayList<>();
        names.add("head");
        for (int l = 0; l < middleLayers; l++) {
            names.add("middle." + l);
        }
        names.add("tail");
        return names;
    }

    /** Every parameter with its shape, in a fixed order; linear weights are {@code [out, in]}. */
    public Map<String, long[]> parameterShapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("embed.token", new long[] {vocabulary, dim});
        shapes.put("embed.position", new long[] {maxTokens, dim});
        for (String layer : layerNames()) {
            norm(shapes, layer + ".attention.norm");
            linear(shapes, layer + ".attention.qkv", dim, 3 * dim);
            linear(shapes, layer + ".attention.out", dim, dim);
            norm(shapes, layer + ".feedForward.norm");
            linear(shapes, layer + ".feedForward.in", dim, feedForward);
            linear(shapes, layer + ".feedForward.out", feedForward, dim);
        }
        if (zeroToken) {
            shapes.put("zero.key", new long[] {maxCycles, middleLayers, heads, headDim()});
        }
        norm(shapes, "norm");
        linear(shapes, "classifier", pooledDim(), labels);
        return Collections.unmodifiableMap(shapes);
    }

    private void norm(Map<String, long[]> shapes, String name) {
        shapes.put(name + ".weight", new long[] {dim});
        shapes.put(name + ".bias", new long[] {dim});
    }

    private static void linear(Map<String, long[]> shapes, String name, int in, int out) {
        shapes.put(name + ".weight", new long[] {out, in});
        shapes.put(name + ".bias", new long[] {out});
    }

    /** Number of trained scalars. */
    public long parameterCount() {
        return parameterShapes().values().stream()
                .mapToLong(s -> java.util.Arrays.stream(s).reduce(1, (a, b) -> a * b))
                .sum();
    }
}
