package io.fathom.model.base;

import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.LayerStack;
import io.fathom.model.nn.Norms;
import io.fathom.model.nn.Projections;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.TokenInput;
import io.fathom.model.nn.ZeroToken;
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

    /** The network with an exit after each layer. */
    public Architecture architecture(Readout readout) {
        return architecture(new LayerStack(false, 1, false, layers, false), readout);
    }

    /** The network with one exit, after the last layer; its parameters have the same names. */
    public Architecture withOneExit(Readout readout) {
        return architecture(LayerStack.plain(layers, 1), readout);
    }

    private Architecture architecture(LayerStack stack, Readout readout) {
        return new Architecture(
                new TokenInput(vocabulary, maxTokens, 0, projected() ? width : 0),
                dim,
                heads,
                stack,
                new Projections.Dense(feedForward, true),
                new Norms(Norms.Placement.POST, epsilon),
                ZeroToken.NONE,
                false,
                readout);
    }

    /** Every parameter of the encoder with its shape, under our names; those of a network without its read-out. */
    public Map<String, long[]> parameterShapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>(
                withOneExit(new Readout.Labels(2, Readout.Pooling.FIRST)).parameterShapes());
        shapes.keySet().removeIf(name -> name.startsWith("classifier."));
        return Collections.unmodifiableMap(shapes);
    }

    /** Such as {@code 12 layers of width 384, 12 heads, up to 512 tokens}. */
    public String inWords() {
        return layers + " layers of width " + dim + ", " + heads + " heads, up to " + maxTokens + " tokens";
    }
}
