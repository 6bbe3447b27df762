package io.fathom.model.training.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.CycleNetwork.CycleStep;
import io.fathom.model.nn.RowStates;
import io.fathom.model.training.ExitTraining;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/**
 * Next-character training on random windows. The windows are a function of seed and step alone, so all methods of a seed
 * see the same ones in the same order.
 */
final class LanguageLearning {
    private final ExperimentText text;
    private final LanguageNetwork plan;
    private final int context;
    private final long seed;
    private final Watch watch;
    private final double gatePrice;
    private int steps;
    private long tokens;
    private long nanos;

    LanguageLearning(ExperimentText text, LanguageNetwork plan, long seed, Watch watch) {
        this(text, plan, seed, watch, 0);
    }

    /** @param gatePrice λ: what a network with routers pays for its mean gate α (papers.md 2.4) */
    LanguageLearning(ExperimentText text, LanguageNetwork plan, long seed, Watch watch, double gatePrice) {
        this.gatePrice = gatePrice;
        this.text = text;
        this.plan = plan;
        this.context = plan.context();
        this.seed = seed;
        this.watch = watch;
    }

    /** What happens between two steps, outside the time that is measured. */
    @FunctionalInterface
    interface Between {
        /** @param done steps done */
        void afterStep(int done);
    }

    /** Runs a whole schedule; another one continues where the windows of the last ended. */
    void run(Learner learner, Schedule schedule, ExitTraining exits, Between between) {
        run(learner, schedule.steps(), schedule.rows(), schedule::rate, exits, between);
    }

    /** The same with any learning rate of a step, counted from 0. */
    void run(Learner learner, int count, int rows, IntToDoubleFunction rate, ExitTraining exits, Between between) {
        int cycles = learner.architecture().maxCycles();
        for (int s = 0; s < count; s++) {
            int[][] windows = windows(rows);
            int[] chosen = exits.exits(cycles, seed, steps);
            long begin = System.nanoTime();
            double value = learner.step(m -> loss(learner, m, windows, chosen), rate.applyAsDouble(s));
            nanos += System.nanoTime() - begin;
            steps++;
            tokens += (long) rows * context;
            if (!watch.onStep(learner.architecture().stack().executedLayers(), value)) {
                throw new StoppedException();
            }
            between.afterStep(s + 1);
        }
    }

    /** Mean over the exits and the characters of −ln p, and λ α; a scalar in the graph. */
    private NDArray loss(Learner learner, NDManager manager, int[][] windows, int[] exits) {
        NDArray share = Learner.constant(manager, 1.0 / ((double) windows.length * context * exits.length));
        NDArray sum = Learner.constant(manager, 0);
        NDArray price = Learner.constant(manager, 0);
        RowStates states = learner.network().begin(manager, windows);
        for (int c = 0; c <= exits[exits.length - 1]; c++) {
            int[] cycle = plan.cycle(c);
            CycleStep step = learner.network().cycle(manager, states, cycle);
            states = step.states();
            if (step.openLayers() != null && gatePrice > 0) {
                price = price.add(step.openLayers().mean());
            }
            if (Arrays.binarySearch(exits, c) >= 0) {
                sum = sum.add(learner.network().answer(manager, states, cycle).sum());
            }
        }
        double layers = (double) plan.stack().middleLayers() * (exits[exits.length - 1] + 1);
        return sum.mul(share).add(price.mul(Learner.constant(manager, gatePrice / layers)));
    }

    private int[][] windows(int rows) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + steps);
        int[][] windows = new int[rows][];
        for (int r = 0; r < rows; r++) {
            int from = random.nextInt(text.train().length - context);
            windows[r] = Arrays.copyOfRange(text.train(), from, from + context + 1);
        }
        return windows;
    }

    int steps() {
        return steps;
    }

    double seconds() {
        return nanos / 1e9;
    }

    double tokensPerSecond() {
        return nanos == 0 ? 0 : tokens / seconds();
    }
}
