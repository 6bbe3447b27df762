package io.fathom.model.base;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The numbers that make an encoder, as {@code base.json} holds them.
 *
 * @param vocabulary token ids
 * @param maxTokens most tokens of a text, special tokens included
 * @param width of the embedding tables
 * @param dim width of the residual stream
 * @param heads attention heads
 * @param layers each is an exit
 * @param feedForward inner width of a layer's feed-forward
 * @param epsilon what layer norms add to the variance
 */
public record EncoderShape(
        int vocabulary, int maxTokens, int width, int dim, int heads, int layers, int feedForward, float epsilon) {

    public EncoderShape {
        positive("vocabulary", vocabulary);
        positive("maxTokens", maxTokens);
        positive("width", width);
        positive("dim", dim);
        positive("heads", heads);
        positive("layers", layers);
        positive("feedForward", feedForward);
        if (dim % heads != 0) {
            throw new IllegalArgumentException("heads must divide dim, but were " + heads + " and " + dim);
        }
        if (!(epsilon > 0) || !(epsilon < 1)) {
            throw new IllegalArgumentException("epsilon must be above 0 and below 1, but was " + epsilon);
        }
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
        }
    }

    /** Whether embeddings are narrower than the residual stream, and a linear layer widens them (ELECTRA-small). */
    public boolean projected() {
        return width != dim;
    }

    /** Every parameter of the encoder with its shape, under our names; those of a network without its read-out. */
    public Map<String, long[]> parameterShapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("embed.token", new long[] {vocabulary, width});
        shapes.put("embed.position", new long[] {maxTokens, width});
        norm(shapes, "embed.norm", width);
        if (projected()) {
            linear(shapes, "embed.project", width, dim);
        }
        for (int l = 0; l < layers; l++) {
            String attention = "middle." + l + ".attention";
            String forward = "middle." + l + ".feedForward";
            norm(shapes, attention + ".norm", dim);
            linear(shapes, attention + ".qkv", dim, 3 * dim);
            linear(shapes, attention + ".out", dim, dim);
            norm(shapes, forward + ".norm", dim);
            linear(shapes, forward + ".in", dim, feedForward);
            linear(shapes, forward + ".out", feedForward, dim);
        }
        return Collections.unmodifiableMap(shapes);
    }

    private static void norm(Map<String, long[]> shapes, String name, int dim) {
        shapes.put(name + ".weight", new long[] {dim});
        shapes.put(name + ".bias", new long[] {dim});
    }

    private static void linear(Map<String, long[]> shapes, String name, int in, int out) {
        shapes.put(name + ".weight", new long[] {out, in});
        shapes.put(name + ".bias", new long[] {out});
    }

    /** Such as {@code 12 layers of width 384, 12 heads, up to 512 tokens}. */
    public String inWords() {
        return layers + " layers of width " + dim + ", " + heads + " heads, up to " + maxTokens + " tokens";
    }
}
