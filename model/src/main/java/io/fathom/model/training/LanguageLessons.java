package io.fathom.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.RowStates;
import java.util.Arrays;

/**
 * Lessons of a language model from a set of texts, epoch after epoch: the mean surprise of their tokens, in nats, over the
 * exits that the recipe chooses.
 */
final class LanguageLessons implements Lessons {
    private final TextSet train;
    private final LanguageRecipe how;
    private final BatchSampler sampler;
    private final long seed;

    LanguageLessons(TextSet train, LanguageRecipe how, TrainingRecipe recipe) {
        this.train = train;
        this.how = how;
        this.sampler = new BatchSampler(train.lengths(), recipe.batchRows(), recipe.seed());
        this.seed = recipe.seed();
    }

    @Override
    public Lesson at(int step) {
        int[][] ids = Arrays.stream(sampler.at(step)).mapToObj(train::ids).toArray(int[][]::new);
        return new FromTexts(ids, how.exits(), seed, step);
    }

    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    private record FromTexts(int[][] ids, ExitTraining training, long seed, int step) implements Lesson {

        @Override
        public NDArray loss(NDManager manager, CycleNetwork network) {
            int[] exits = training.exits(network.architecture().maxCycles(), seed, step);
            long predicted = tokens() - ids.length; // nothing predicts the first token of a row
            NDArray share = manager.create(1f / (predicted * exits.length));
            NDArray sum = manager.create(0f);
            RowStates states = network.begin(manager, ids);
            for (int c = 0; c <= exits[exits.length - 1]; c++) {
                int[] cycle = {c};
                states = network.cycle(manager, states, cycle).states();
                if (Arrays.binarySearch(exits, c) >= 0) {
                    sum = sum.add(network.answer(manager, states, cycle).sum());
                }
            }
            return sum.mul(share);
        }

        @Override
        public long tokens() {
            return Arrays.stream(ids).mapToLong(row -> row.length).sum();
        }
    }

    @Override
    public String fingerprint() {
        return train.fingerprint();
    }

    @Override
    public LanguageRecipe settings() {
        return how;
    }
}
