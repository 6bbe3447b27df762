package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** What is told of normed final states, [rows, tokens, dim]. */
interface Head {

    /** As {@link CycleNetwork#answer} has it. */
    NDArray answer(NDManager manager, NDArray x, RowStates states, int[] cycles, Dropout dropout);

    /** As {@link CycledTransformer#logits} has it. */
    NDArray logits(NDManager manager, NDArray x, RowStates states, int[] cycles, Dropout dropout);

    static Head of(Weights weights, Embedding embedding) {
        return weights.architecture().readout() instanceof Readout.Labels labels
                ? LabelHead.of(weights, labels)
                : new NextTokenHead(embedding.token());
    }
}
