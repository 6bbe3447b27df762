package io.fathom.model.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.RowStates;

/** A network that runs a hook before each step. */
record WrappedNetwork(CycleNetwork inner, Hook hook) implements CycleNetwork {

    enum Phase {
        BEGIN,
        CYCLE,
        ANSWER
    }

    interface Hook {
        /**
         * @param rows rows of the batch
         * @param poisoned whether one of them is (see {@link RandomModel#POISON})
         */
        void before(Phase phase, int rows, boolean poisoned);
    }

    @Override
    public Architecture architecture() {
        return inner.architecture();
    }

    @Override
    public boolean skipsTokens() {
        return inner.skipsTokens();
    }

    @Override
    public RowStates begin(NDManager manager, int[][] ids) {
        boolean poisoned = false;
        for (int[] row : ids) {
            for (int id : row) {
                poisoned |= id == RandomModel.POISON - 'a' + 1;
            }
        }
        hook.before(Phase.BEGIN, ids.length, poisoned);
        return inner.begin(manager, ids);
    }

    @Override
    public CycleStep cycle(NDManager manager, RowStates states, int[] cycles) {
        hook.before(Phase.CYCLE, states.rows(), poisoned(states));
        return inner.cycle(manager, states, cycles);
    }

    @Override
    public NDArray answer(NDManager manager, RowStates states, int[] cycles) {
        hook.before(Phase.ANSWER, states.rows(), poisoned(states));
        return inner.answer(manager, states, cycles);
    }

    private static boolean poisoned(RowStates states) {
        return states.hidden().max().getFloat() > RandomModel.POISON_LEVEL;
    }
}
