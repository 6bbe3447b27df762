package io.fathom.model.bundle;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.LayerStack;
import io.fathom.model.nn.Norms;
import io.fathom.model.nn.Projections;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.TokenInput;
import io.fathom.model.nn.ZeroToken;

/** Members of the family of networks that have a name of their own. */
public enum NetworkKind {
    /** A plain stack of layers. */
    @JsonProperty("vanilla")
    VANILLA,
    /** Basic cycling: all layers are run several times. */
    @JsonProperty("bc")
    BC,
    /** Head-tail cycling: all but the first and the last layer are run several times. */
    @JsonProperty("htc")
    HTC,
    /** Zero Token Transformer: head-tail cycling with zero tokens. */
    @JsonProperty("ztt")
    ZTT,
    /** Token-Selective Attention: a stem, and layers with a router each. */
    @JsonProperty("tsa")
    TSA,
    /** TokenFormer: slots in place of linear layers. */
    @JsonProperty("tokenformer")
    TOKENFORMER,
    /** A stack with norms behind its layers and an exit after each of them, as pre-trained encoders are. */
    @JsonProperty("encoder")
    ENCODER,
    /** Several of these at once: cycles, zero tokens, routers, slots. */
    @JsonProperty("combined")
    COMBINED;

    private static final int FEED_FORWARD = 4;

    /** Slots of a width that make a layer as large as a dense one: 16 n d = 12 d² (papers.md 3.3). */
    private static final double SLOTS = 0.75;

    /** With its article, to begin a sentence. */
    public String inWords() {
        return switch (this) {
            case VANILLA -> "A plain transformer";
            case BC -> "A transformer whose layers are all cycled";
            case HTC -> "A transformer with head-tail cycling";
            case ZTT -> "A Zero Token Transformer";
            case TSA -> "A transformer with token-selective layers";
            case TOKENFORMER -> "A TokenFormer";
            case ENCODER -> "A pre-trained encoder";
            case COMBINED -> "A cycled transformer with zero tokens, token-selective layers and slots";
        };
    }

    /** The kind that an architecture is of. */
    public static NetworkKind of(Architecture architecture) {
        boolean slots = architecture.projections() instanceof Projections.Slots;
        boolean cycled = architecture.maxCycles() > 1 && architecture.stack().shared();
        boolean zero = architecture.hasZeroToken();
        boolean routers = architecture.routers();
        if (zero && !routers && !slots) {
            return ZTT;
        }
        if (routers || slots) {
            return zero || cycled || (routers && slots) ? COMBINED : routers ? TSA : TOKENFORMER;
        }
        if (!cycled) {
            return architecture.norms().post() ? ENCODER : VANILLA;
        }
        return architecture.stack().head() || architecture.stack().tail() ? HTC : BC;
    }

    /** Fewest layers: those outside the cycle, and one inside or gated. */
    public int fewestLayers() {
        return switch (this) {
            case HTC, ZTT, COMBINED -> 3;
            case TSA -> 2;
            case VANILLA, BC, TOKENFORMER, ENCODER -> 1;
        };
    }

    /** Whether layers are run more than once. */
    public boolean cycles() {
        return switch (this) {
            case BC, HTC, ZTT, COMBINED -> true;
            case VANILLA, TSA, TOKENFORMER, ENCODER -> false;
        };
    }

    /**
     * The network of this kind, in the proportions of the papers: feed-forward 4 d, or slots for the same number of
     * parameters. Attention of a language model has no biases, as in the papers.
     *
     * @param layers layers with weights of their own
     * @param maxCycles most cycles; 1 for kinds that do not cycle
     * @throws IllegalArgumentException if there are too few layers, or cycles where there can be none
     */
    public Architecture architecture(TokenInput input, int dim, int heads, int layers, int maxCycles, Readout readout) {
        if (layers < fewestLayers()) {
            throw new IllegalArgumentException(
                    "layers of " + name() + " must be at least " + fewestLayers() + ", but was " + layers);
        }
        if (!cycles() && maxCycles != 1) {
            throw new IllegalArgumentException(
                    "cycles of " + name() + " must be 1 (its layers are run once), but was " + maxCycles);
        }
        LayerStack stack =
                switch (this) {
                    case VANILLA, TOKENFORMER -> LayerStack.plain(layers, 1);
                    case ENCODER -> new LayerStack(false, 1, false, layers, false);
                    case BC -> LayerStack.plain(layers, maxCycles);
                    case HTC, ZTT, COMBINED -> LayerStack.headTail(layers - 2, maxCycles);
                    case TSA -> new LayerStack(true, layers - 1, false, 1, true);
                };
        boolean slots = this == TOKENFORMER || this == COMBINED;
        return new Architecture(
                input,
                dim,
                heads,
                stack,
                slots
                        ? Projections.Slots.of(Math.max(1, (int) (SLOTS * dim)))
                        : new Projections.Dense(FEED_FORWARD * dim, !readout.causal()),
                this == ENCODER ? new Norms(Norms.Placement.POST, 1e-12f) : Norms.PRE,
                this == ZTT || this == COMBINED ? ZeroToken.LAYER : ZeroToken.NONE,
                this == TSA || this == COMBINED,
                readout);
    }
}
