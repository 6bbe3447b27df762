package io.fathom.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.CycleNetwork;

/**
 * What a {@link Trainer} learns from: which records, and which exits answer for them. A lesson is a function of the seed,
 * the step and the state, so a training that was interrupted and resumed reads what an uninterrupted one does.
 */
public interface Lessons {

    /** Of one step. */
    interface Lesson {
        /**
         * The loss of the network, a scalar in the graph; called once.
         *
         * @param manager owner of every array that is made; open until after backward
         */
        NDArray loss(NDManager manager, CycleNetwork network);

        /** Token ids in all rows. */
        long tokens();
    }

    /** The lesson of a step, counted from 0. Steps come in their order. */
    Lesson at(int step);

    /** The same for lessons from the same records, whatever step they are at. */
    String fingerprint();

    /** All that decides how lessons are made of the records, but seed and batch size: a record, which tells it in words. */
    Record settings();

    /** What lessons to come depend on besides the step; empty where there is nothing. */
    default float[] state() {
        return new float[0];
    }

    /** Goes on from a state. */
    default void restore(float[] state) {}
}
