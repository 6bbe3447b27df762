package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.CycleNetwork.CycleStep;

/** Counts the layers that a network asks for. */
final class CountingLayers implements Layers {
    private final Layers inner;
    private final LayerStack stack;
    int executed;

    CountingLayers(Layers inner, LayerStack stack) {
        this.inner = inner;
        this.stack = stack;
    }

    @Override
    public NDArray head(NDArray x, TokenMask mask) {
        NDArray y = inner.head(x, mask);
        executed += y == x ? 0 : 1;
        return y;
    }

    @Override
    public CycleStep middle(NDManager manager, RowStates states, int[] cycles) {
        executed += stack.middleLayers();
        return inner.middle(manager, states, cycles);
    }

    @Override
    public NDArray tail(NDArray x, TokenMask mask) {
        NDArray y = inner.tail(x, mask);
        executed += y == x ? 0 : 1;
        return y;
    }
}
