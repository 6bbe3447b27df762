package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Some tokens whole and the others not at all (papers.md 2.5): the chosen ones of the whole batch are gathered, go through
 * the feed-forward as one matrix, and are put back. Padding is never chosen.
 *
 * <p>The choice is made on the host, which costs a read-back a layer, but the number of rows of a matrix has to be known
 * before it is multiplied on any device.
 *
 * @param share 1 for chosen tokens, otherwise 0, [rows, tokens, 1]
 * @param chosen which of the rows · tokens, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // indices that are handed over, never compared
record ChosenTokens(NDArray share, long[] chosen) implements OpenTokens {

    /** The real tokens whose share, [rows, tokens, 1], is above {@code least}. */
    static ChosenTokens above(float least, NDArray share, TokenMask mask) {
        float[] values = share.toFloatArray();
        int[] lengths = mask.lengths();
        int tokens = values.length / lengths.length;
        float[] open = new float[values.length];
        long[] chosen = new long[values.length];
        int count = 0;
        for (int r = 0; r < lengths.length; r++) {
            for (int i = r * tokens; i < r * tokens + lengths[r]; i++) {
                if (values[i] > least) {
                    open[i] = 1;
                    chosen[count++] = i;
                }
            }
        }
        NDArray gate = share.getManager().create(open, share.getShape());
        return new ChosenTokens(gate, Arrays.copyOf(chosen, count));
    }

    @Override
    public boolean any() {
        return chosen.length > 0;
    }

    @Override
    public @Nullable NDArray feedForward(FeedForward feedForward, NDArray x, Dropout dropout) {
        if (chosen.length == 0) {
            return null;
        }
        if (chosen.length == share.size()) {
            return feedForward.apply(x, dropout);
        }
        NDManager manager = x.getManager();
        Shape shape = x.getShape();
        NDArray flat = x.reshape(-1, shape.get(2)); // [rows * tokens, dim]
        NDArray gathered = Embedding.lookUp(manager.create(chosen), flat); // [chosen, dim]
        NDArray updates = feedForward.apply(gathered, dropout); // [chosen, dim]
        NDArray nothing = manager.zeros(new Shape(1, shape.get(2)));
        NDList withNothing = new NDList(nothing, updates);
        return Embedding.lookUp(manager.create(places()), NDArrays.concat(withNothing, 0))
                .reshape(shape); // [rows, tokens, dim]
    }

    /** For each token its place among the chosen ones, from 1; 0 for those that are not. */
    private long[] places() {
        long[] places = new long[Math.toIntExact(share.size())];
        for (int i = 0; i < chosen.length; i++) {
            places[(int) chosen[i]] = i + 1L;
        }
        return places;
    }
}
