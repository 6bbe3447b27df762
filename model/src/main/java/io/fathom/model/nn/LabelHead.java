package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pooling, a dense layer where the architecture has one, and a linear classifier: logits [rows, labels].
 *
 * @param hidden from the pooled vector to what the classifier reads, as wide
 * @param classifiers one for all exits, or one for each
 */
record LabelHead(Readout.Pooling pooling, Projection hidden, List<Linear> classifiers) implements Head {

    LabelHead {
        classifiers = List.copyOf(classifiers);
    }

    static LabelHead of(Weights weights, Readout.Labels labels) {
        Architecture architecture = weights.architecture();
        List<Linear> classifiers = IntStream.range(0, architecture.maxCycles())
                .mapToObj(architecture::classifier)
                .distinct()
                .map(name -> Linear.of(weights, name))
                .toList();
        return new LabelHead(labels.pooling(), hidden(weights, labels.hidden()), classifiers);
    }

    private static Projection hidden(Weights weights, Readout.Hidden kind) {
        if (kind == Readout.Hidden.NONE) {
            return x -> x;
        }
        Linear dense = Linear.of(weights, "pooler");
        return switch (kind) {
            case NONE -> dense;
            case TANH -> x -> dense.apply(x).tanh();
            case RELU -> x -> Activation.relu(dense.apply(x));
            case GELU -> x -> Activation.gelu(dense.apply(x));
        };
    }

    @Override
    public NDArray answer(NDManager manager, NDArray x, RowStates states, int[] cycles, Dropout dropout) {
        return logits(manager, x, states, cycles, dropout);
    }

    @Override
    public NDArray logits(NDManager manager, NDArray x, RowStates states, int[] cycles, Dropout dropout) {
        NDArray read = dropout.apply(hidden.apply(pooled(manager, x, states))); // [rows, pooled]
        if (classifiers.size() == 1) {
            return classifiers.get(0).apply(read); // [rows, labels]
        }
        int[] distinct = Arrays.stream(cycles).distinct().toArray();
        return distinct.length == 1
                ? classifiers.get(distinct[0]).apply(read) // [rows, labels]
                : byCycle(manager, read, cycles, distinct);
    }

    /** Each row by the classifier of its cycle: rows of a cycle are gathered, read, and put back in their places. */
    private NDArray byCycle(NDManager manager, NDArray read, int[] cycles, int[] distinct) {
        NDList parts = new NDList();
        long[] places = new long[cycles.length];
        int place = 0;
        for (int cycle : distinct) {
            long[] rows = IntStream.range(0, cycles.length)
                    .filter(r -> cycles[r] == cycle)
                    .asLongStream()
                    .toArray();
            NDArray theirs = Embedding.lookUp(manager.create(rows), read); // [rows of this cycle, pooled]
            parts.add(classifiers.get(cycle).apply(theirs)); // [rows of this cycle, labels]
            for (long row : rows) {
                places[(int) row] = place++;
            }
        }
        return Embedding.lookUp(manager.create(places), NDArrays.concat(parts)); // [rows, labels]
    }

    /** Of normed final states, [rows, tokens, dim] to [rows, pooled]. */
    NDArray pooled(NDManager manager, NDArray x, RowStates states) {
        return switch (pooling) {
            case MEAN -> states.mask().mean(x);
            case FIRST -> first(x); // [rows, dim]
            case LAST -> last(manager, x, states);
            case MEAN_MAX -> states.mask().mean(x).concat(states.mask().max(x), 1); // [rows, 2 dim]
            case MEAN_FIRST -> states.mask().mean(x).concat(first(x), 1); // [rows, 2 dim]
        };
    }

    private static NDArray first(NDArray x) {
        return x.get(":, 0"); // [rows, dim]
    }

    private static NDArray last(NDManager manager, NDArray x, RowStates states) {
        long[] indices = new long[states.rows()];
        for (int r = 0; r < indices.length; r++) {
            indices[r] = (long) r * states.tokens() + states.ids()[r].length - 1;
        }
        NDArray flat = x.reshape(-1, x.getShape().get(2)); // [rows * tokens, dim]
        return Embedding.lookUp(manager.create(indices), flat); // [rows, dim]
    }
}
