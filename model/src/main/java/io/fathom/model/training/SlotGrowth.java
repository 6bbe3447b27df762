package io.fathom.model.training;

import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.Projections.Normaliser;
import io.fathom.model.nn.Projections.Slots;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * More slots for every projection of a TokenFormer, behind those that it has (papers.md 3.4):
 *
 * <pre>
 *   K' = [K ; K_new]        V' = [V ; V_new]
 * </pre>
 *
 * With {@code K_new = 0} the scores of the new slots are 0, the norm over all slots is what it was, and gelu(0) = 0: the
 * function is the same, whatever {@code V_new} is, as long as the temperature stays. {@code V_new} is random, because a slot
 * whose key and value are both zero has no gradient and stays dead for ever.
 *
 * <p>Width and layers do not change, and neither does the cost of attention between tokens. The optimiser's state does not
 * grow with the network: train on with a fresh one.
 */
public record SlotGrowth(int attentionSlots, Mode mode, long seed) {

    /** What becomes of the function. */
    public enum Mode {
        /** It stays: keys of zeros, the temperature of the beginning. */
        PRESERVE,
        /** It changes, as in the released code: random keys, and the temperature of the new number of slots. */
        RECOMPUTE_TEMPERATURE
    }

    /**
     * The grown network; slots of the feed-forward grow in proportion.
     *
     * @throws IllegalArgumentException if the network has no slots or as many already, or its softmax over slots cannot
     *     preserve the function
     */
    public NetworkValues of(NetworkValues network) {
        Architecture grown = grown(network.architecture());
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, float[]> values = new LinkedHashMap<>();
        grown.parameterShapes().forEach((name, shape) -> {
            float[] old = network.get(name);
            int size = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
            float[] value = Arrays.copyOf(old, size);
            double deviation =
                    mode == Mode.PRESERVE && name.endsWith(".keys") ? 0 : Initialiser.deviation(name, shape, grown);
            for (int i = old.length; i < size; i++) {
                value[i] = (float) (deviation * random.nextGaussian());
            }
            values.put(name, value);
        });
        return new NetworkValues(grown, values);
    }

    private Architecture grown(Architecture architecture) {
        if (!(architecture.projections() instanceof Slots slots)) {
            throw new IllegalArgumentException(
                    "only a network of slots can grow (tokenformer or combined), but this one" + " is of "
                            + architecture.projections().inWords());
        }
        if (attentionSlots <= slots.attention()) {
            throw new IllegalArgumentException("slots must be more than " + slots.attention()
                    + " (what the network has), but were " + attentionSlots);
        }
        if (mode == Mode.PRESERVE && slots.normaliser() == Normaliser.SOFTMAX) {
            throw new IllegalArgumentException("growth preserves the function of networks with a slot of score 0 and no"
                    + " weight, but a softmax gives it some: recompute the temperature");
        }
        int feedForward =
                Math.toIntExact(Math.round((double) attentionSlots * slots.feedForward() / slots.attention()));
        return architecture.with(
                mode == Mode.PRESERVE
                        ? new Slots(
                                attentionSlots,
                                feedForward,
                                slots.attentionBase(),
                                slots.feedForwardBase(),
                                slots.normaliser())
                        : new Slots(attentionSlots, feedForward, attentionSlots, feedForward, slots.normaliser()));
    }
}
