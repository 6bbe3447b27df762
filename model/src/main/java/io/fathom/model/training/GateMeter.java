package io.fathom.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.RowStates;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A network that listens to its own routers while it runs: the share of open gates (TSA, papers.md 2.4),
 *
 * <pre>
 *   alpha = mean over routed layers, rows and real tokens of 1 - p
 * </pre>
 *
 * over all cycles run through it. Its sum stays in the gradient graph, so it can be part of a loss; made anew for each.
 */
final class GateMeter implements CycleNetwork {
    private final CycleNetwork network;
    private @Nullable NDArray sum; // of the mean of each cycle
    private int cycles;

    GateMeter(CycleNetwork network) {
        this.network = network;
    }

    /**
     * {@code loss + cost · alpha}; the loss itself where no router was met or it costs nothing.
     *
     * @param manager of the constants, which must stay open until after backward
     */
    NDArray priced(NDManager manager, NDArray loss, double cost) {
        return sum == null || cost == 0 ? loss : loss.add(sum.mul(manager.create((float) (cost / cycles))));
    }

    @Override
    public Architecture architecture() {
        return network.architecture();
    }

    @Override
    public boolean skipsTokens() {
        return network.skipsTokens();
    }

    @Override
    public RowStates begin(NDManager manager, int[][] ids) {
        return network.begin(manager, ids);
    }

    @Override
    public CycleStep cycle(NDManager manager, RowStates states, int[] at) {
        CycleStep step = network.cycle(manager, states, at);
        NDArray open = step.openLayers(); // [rows, tokens]
        if (open != null) {
            NDArray mean = open.mul(shares(manager, states)).sum();
            sum = sum == null ? mean : sum.add(mean);
            cycles++;
        }
        return step;
    }

    /** The share of each real token in the mean over layers and tokens, [rows, tokens]. */
    private NDArray shares(NDManager manager, RowStates states) {
        int[][] ids = states.ids();
        int width = states.tokens();
        int tokens = Arrays.stream(ids).mapToInt(row -> row.length).sum();
        float share = 1f / tokens / architecture().stack().middleLayers();
        float[] shares = new float[ids.length * width];
        for (int r = 0; r < ids.length; r++) {
            Arrays.fill(shares, r * width, r * width + ids[r].length, share);
        }
        return manager.create(shares, new Shape(ids.length, width));
    }

    @Override
    public NDArray answer(NDManager manager, RowStates states, int[] at) {
        return network.answer(manager, states, at);
    }
}
