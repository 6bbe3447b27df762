package io.fathom.model.training;

import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.LayerStack;
import io.fathom.model.nn.ZeroToken;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A plain stack as a Zero Token Transformer (papers.md 1.5, for fine-tuning): the first layer becomes the head, the last the
 * tail, those between are cycled, and zero keys are added, N(0, 0.02²). All weights are those of the stack; with one cycle
 * and no attention on the zero tokens the function is that of the stack.
 *
 * @param maxCycles of the converted network
 * @param zeroToken what zero tokens gate; none for head-tail cycling without them
 * @param seed of the zero keys
 */
public record ZeroTokenConversion(int maxCycles, ZeroToken zeroToken, long seed) {
    private static final double KEY_DEVIATION = 0.02;

    /** @throws IllegalArgumentException if the network is no plain stack of at least three layers */
    public NetworkValues of(NetworkValues network) {
        Architecture plain = network.architecture();
        LayerStack stack = plain.stack();
        if (stack.head() || stack.tail() || stack.maxCycles() != 1 || stack.middleLayers() < 3 || plain.routers()) {
            throw new IllegalArgumentException("only a plain stack of at least 3 layers can be converted, but this one"
                    + " has " + stack.inWords() + (plain.routers() ? " and routers" : ""));
        }
        Architecture cycled = new Architecture(
                plain.input(),
                plain.dim(),
                plain.heads(),
                LayerStack.headTail(stack.middleLayers() - 2, maxCycles),
                plain.projections(),
                plain.norms(),
                zeroToken,
                false,
                plain.readout());
        Map<String, float[]> values = new LinkedHashMap<>();
        cycled.parameterShapes()
                .forEach((name, shape) -> values.put(
                        name, name.equals("zero.key") ? keys(shape) : network.get(before(name, stack.middleLayers()))));
        return new NetworkValues(cycled, values);
    }

    private float[] keys(long[] shape) {
        SplittableRandom random = new SplittableRandom(seed);
        int size = 1;
        for (long s : shape) {
            size = Math.toIntExact(size * s);
        }
        float[] keys = new float[size];
        for (int i = 0; i < size; i++) {
            keys[i] = (float) (KEY_DEVIATION * random.nextGaussian());
        }
        return keys;
    }

    /** What a parameter was called in a plain stack of this many layers. */
    private static String before(String name, int layers) {
        if (name.startsWith("head.")) {
            return "middle.0" + name.substring("head".length());
        }
        if (name.startsWith("tail.")) {
            return "middle." + (layers - 1) + name.substring("tail".length());
        }
        if (name.startsWith("middle.")) {
            int end = name.indexOf('.', "middle.".length());
            int layer = Integer.parseInt(name.substring("middle.".length(), end));
            return "middle." + (layer + 1) + name.substring(end);
        }
        return name;
    }
}
