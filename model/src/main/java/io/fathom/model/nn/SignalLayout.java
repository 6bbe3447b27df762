package io.fathom.model.nn;

/**
 * Where the signals of a cycle stand in a row of {@link CycleNetwork.CycleStep#signals()}. With z the zero attention of a
 * head and query (papers.md 1.2), l of {@code layers} middle layers and h of {@code heads}:
 *
 * <pre>
 *   0                         mean of z over layers, heads and real tokens
 *   1                         the same of the length-corrected z, sigmoid(logit(z) + ln n), n keys in sight of the query
 *   2 + l·heads + h           mean of z over real tokens
 *   2 + (layers + l)·heads + h   z of the read-out token: the last one under {@link Readout.Pooling#LAST} and under a
 *                             causal mask, where only it has seen everything, else the first
 * </pre>
 *
 * All are in 0..1. A network without zero tokens has the first two, both 0.
 *
 * @param layers middle layers with zero tokens; 0 without zero tokens
 * @param heads attention heads
 */
public record SignalLayout(int layers, int heads) {
    /** Mean zero attention. */
    public static final int MEAN = 0;
    /** Mean length-corrected zero attention. */
    public static final int CORRECTED = 1;
    /** Where the signals of single heads begin. */
    public static final int HEADS = 2;

    public static SignalLayout of(Architecture architecture) {
        return new SignalLayout(
                architecture.hasZeroToken() ? architecture.stack().middleLayers() : 0, architecture.heads());
    }

    /** Signals of single heads: means over tokens, then the read-out token. */
    public int perHead() {
        return 2 * layers * heads;
    }

    /** Signals of a row. */
    public int width() {
        return HEADS + perHead();
    }
}
