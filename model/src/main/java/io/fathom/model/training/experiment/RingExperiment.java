package io.fathom.model.training.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.LayerStack;
import io.fathom.model.nn.Projections;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.RowStates;
import io.fathom.model.nn.TokenInput;
import io.fathom.model.nn.ZeroToken;
import io.fathom.model.training.experiment.RingTask.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A classifier of rings, trained with growing difficulty and growing depth (depth.md 4): it begins with one hop in one
 * cycle; when it answers nine of ten of the hardest questions so far, both grow by one. The number of cycles of a step is the
 * present one less 0, 1 or 2, so that the states before the last can be read out as well.
 *
 * @param hops most hops of a question
 * @param tests questions that are asked at the end, drawn anew for each seed
 */
public record RingExperiment(
        int dim, int heads, LayerStack stack, ZeroToken zeroToken, int hops, Schedule schedule, int tests)
        implements Experiment {
    private static final int JITTER = 3;
    private static final int LOOK_EVERY = 20;
    private static final int LOOKS = 128;
    private static final double LEARNED = 0.9;
    private static final double LAYERS_OF_A_LANGUAGE_STEP = 0.5;

    @Override
    public String recipe() {
        return "ring 1 " + this;
    }

    @Override
    public long work() {
        return (long) (schedule.steps() * perStep());
    }

    private double perStep() {
        return stack.executedLayers() * LAYERS_OF_A_LANGUAGE_STEP;
    }

    private Architecture architecture() {
        return new Architecture(
                new TokenInput(RingTask.vocabulary(hops), RingTask.TOKENS, 1),
                dim,
                heads,
                stack,
                new Projections.Dense(4 * dim, true),
                zeroToken,
                false,
                new Readout.Labels(RingTask.NAMES, Readout.Pooling.LAST));
    }

    @Override
    public Outcome run(long seed, ExperimentText text, Watch watch) {
        SplittableRandom random = new SplittableRandom(seed);
        SplittableRandom lookRandom = random.split();
        Question[] test = RingTask.draw(random.split(), tests, hops);
        List<Measurement> measurements = new ArrayList<>();
        try (Learner learner = Learner.fresh(architecture(), seed)) {
            int hardest = 1;
            long nanos = 0;
            for (int s = 0; s < schedule.steps(); s++) {
                Question[] batch = draw(random, schedule.rows(), hardest);
                int most = Math.min(stack.maxCycles(), hardest);
                int cycles = Math.max(1, most - random.nextInt(JITTER));
                long begin = System.nanoTime();
                double loss = learner.step(m -> loss(learner, m, batch, cycles), schedule.rate(s));
                nanos += System.nanoTime() - begin;
                if (!watch.onStep(Math.round(perStep()), loss)) {
                    throw new StoppedException();
                }
                if ((s + 1) % LOOK_EVERY == 0 && hardest < hops && learned(learner, lookRandom, hardest, most)) {
                    hardest++;
                    measurements.add(Measurement.value("learned-" + (hardest - 1), s + 1));
                }
            }
            measurements.addAll(finalMeasurements(learner, test));
            double seconds = nanos / 1e9;
            long tokens = (long) schedule.steps() * schedule.rows() * RingTask.TOKENS;
            return new Outcome(
                    learner.architecture().parameterCount(), schedule.steps(), seconds, tokens / seconds, measurements);
        }
    }

    private static Question[] draw(SplittableRandom random, int rows, int hardest) {
        Question[] batch = new Question[rows];
        for (int r = 0; r < rows; r++) {
            batch[r] = RingTask.draw(random, 1 + random.nextInt(hardest));
        }
        return batch;
    }

    private static boolean learned(Learner learner, SplittableRandom random, int hardest, int cycles) {
        Question[] questions = new Question[LOOKS];
        Arrays.setAll(questions, i -> RingTask.draw(random, hardest));
        RingEvaluation seen = learner.look((network, manager) -> RingEvaluation.of(network, manager, questions));
        return seen.table().fixed("look", cycles - 1).accuracy() > LEARNED;
    }

    /** Mean −ln p of the right names after the given number of cycles. */
    private static NDArray loss(Learner learner, NDManager manager, Question[] batch, int cycles) {
        float[] targets = new float[batch.length * RingTask.NAMES];
        for (int r = 0; r < batch.length; r++) {
            targets[r * RingTask.NAMES + batch[r].answer()] = -1f / batch.length;
        }
        int[][] ids = Arrays.stream(batch).map(Question::ids).toArray(int[][]::new);
        RowStates states = learner.network().begin(manager, ids);
        for (int c = 0; c < cycles; c++) {
            states = learner.network().cycle(manager, states, new int[] {c}).states();
        }
        NDArray logP = learner.network()
                .answer(manager, states, new int[] {cycles - 1})
                .logSoftmax(1);
        return logP.mul(manager.create(targets, new Shape(batch.length, RingTask.NAMES)))
                .sum();
    }

    private List<Measurement> finalMeasurements(Learner learner, Question[] test) {
        RingEvaluation seen = learner.look((network, manager) -> RingEvaluation.of(network, manager, test));
        ExitTable table = seen.table();
        List<Measurement> found = new ArrayList<>();
        found.add(table.fixed(Measurement.FINAL, table.exits() - 1));
        if (table.exits() > 1) {
            for (int exit = 0; exit < table.exits(); exit++) {
                found.add(table.fixed("cycles-" + (exit + 1), exit));
            }
            found.addAll(table.sweep("confidence", seen.confidence(), 0));
            if (zeroToken != ZeroToken.NONE) {
                found.addAll(table.sweep("zero", seen.zeroAttention(), 0));
            }
        }
        return found;
    }
}
