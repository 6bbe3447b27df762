package io.fathom.model.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Dropout;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network by {@link Lessons} and keeps the averaged weights that did best in the {@link Examination}.
 *
 * <p>All randomness is a function of (seed, step): a run that was interrupted and resumed gives the weights of one that was
 * not. One trainer a process, because DJL's gradient collector is a process-wide thing; runs are made parallel by
 * processes.
 */
public final class Trainer implements AutoCloseable {
    private final Architecture architecture;
    private final TrainingOrigin origin;
    private final TrainingRecipe recipe;
    private final Lessons lessons;
    private final Examination dev;
    private final TrainingListener listener;
    private final NDManager manager;
    private final Weights weights;
    private final AdamW optimiser;
    private final AveragedWeights average;
    private final TrainingStep trainingStep;
    private final CycledTransformer network;
    private Best best;
    private int step;
    private int evaluations;

    /**
     * @param score of the examination, −∞ before the first
     * @param step when it was reached
     * @param evaluationsSince evaluations since then
     */
    record Best(double score, int step, int evaluationsSince, Map<String, float[]> weights) {}

    /**
     * What came of a training.
     *
     * @param weights by name, as {@link Architecture#parameterShapes()} orders them
     * @param steps steps run
     * @param bestStep step whose averaged weights were kept
     * @param skipped steps that were not finite and changed nothing
     * @param devScore of the weights on dev, −∞ if they never were examined
     * @param evaluations times that this trainer looked at dev
     */
    public record Result(
            Map<String, float[]> weights, int steps, int bestStep, int skipped, double devScore, int evaluations) {}

    /** From fresh weights; as the other constructor. */
    public Trainer(
            Architecture architecture,
            TrainingRecipe recipe,
            Lessons lessons,
            Examination dev,
            TrainingListener listener,
            @Nullable Checkpoint checkpoint) {
        this(architecture, recipe, lessons, dev, listener, null, checkpoint);
    }

    /**
     * @param lessons what to learn from
     * @param dev what the averaged weights are measured on
     * @param start weights to begin with, or null for fresh ones
     * @param checkpoint where to go on, or null to begin
     * @throws IllegalArgumentException if the checkpoint was made with another architecture, recipe or data
     */
    public Trainer(
            Architecture architecture,
            TrainingRecipe recipe,
            Lessons lessons,
            Examination dev,
            TrainingListener listener,
            @Nullable NetworkValues start,
            @Nullable Checkpoint checkpoint) {
        this.architecture = architecture;
        this.origin = TrainingOrigin.of(architecture, recipe, lessons, dev, start);
        if (checkpoint != null) {
            checkpoint.requireMadeBy(origin);
        }
        this.recipe = recipe;
        this.lessons = lessons;
        this.dev = dev;
        this.listener = listener;
        this.manager = NDManager.newBaseManager();
        this.weights = start == null
                ? Initialiser.initialise(architecture, manager, recipe.seed())
                : weightsOf(architecture, manager, start.values());
        this.optimiser = new AdamW(weights, manager, recipe.beta2(), recipe.weightDecay());
        if (checkpoint == null) {
            this.average = new AveragedWeights(weights, recipe.averaging());
            this.best = new Best(Double.NEGATIVE_INFINITY, 0, 0, average.copy());
        } else {
            this.average = checkpoint.restore(weights, optimiser, recipe.averaging());
            this.best = checkpoint.best();
            this.step = checkpoint.step();
            lessons.restore(checkpoint.lessons());
        }
        weights.all().values().forEach(w -> w.setRequiresGradient(true));
        this.network = new CycledTransformer(weights, new Dropout((float) recipe.dropout()), recipe.gate(architecture));
        this.trainingStep = new TrainingStep(
                weights,
                optimiser,
                recipe.clipNorm(),
                checkpoint == null ? 0 : checkpoint.updates(),
                checkpoint == null ? 0 : checkpoint.skipped());
    }

    /** True when all steps are done or dev has not improved for long enough. */
    public boolean isDone() {
        return step >= recipe.steps() || best.evaluationsSince() >= recipe.patience();
    }

    /** Runs until done, or until {@code steps} more steps have been run. */
    public void run(int steps) {
        LearningRate rate = LearningRate.of(recipe);
        int until = step + Math.min(steps, recipe.steps() - step);
        while (step < until && !isDone()) {
            Engine.getInstance().setRandomSeed((int) (recipe.seed() * 31 + step)); // native dropout
            Lessons.Lesson lesson = lessons.at(step);
            double value = trainingStep.run(m -> loss(m, lesson), rate.at(step));
            step++;
            average.update(weights, trainingStep.updates());
            listener.onStep(step, recipe.steps(), value, lesson.tokens());
            if (step % recipe.evaluateEvery() == 0 || step == recipe.steps()) {
                evaluate();
            }
        }
    }

    private NDArray loss(NDManager stepManager, Lessons.Lesson lesson) {
        GateMeter meter = new GateMeter(network);
        return meter.priced(stepManager, lesson.loss(stepManager, meter), recipe.routerCost());
    }

    private void evaluate() {
        evaluations++;
        double[] scores = scores();
        double overall = dev.overall(scores);
        boolean better = overall > best.score();
        best = better
                ? new Best(overall, step, 0, average.copy())
                : new Best(best.score(), best.step(), best.evaluationsSince() + 1, best.weights());
        listener.onEvaluation(step, scores, better);
    }

    private double[] scores() {
        try (Weights averaged = weightsOf(architecture, manager, average.values())) {
            TokenGate served = TokenGate.forServing(architecture);
            return dev.scores(new CycledTransformer(averaged, Dropout.OFF, served), manager);
        }
    }

    /** The state to go on from. */
    public Checkpoint checkpoint() {
        return Checkpoint.of(origin, step, lessons, trainingStep, best, weights, optimiser, average);
    }

    public Result result() {
        return new Result(best.weights(), step, best.step(), trainingStep.skipped(), best.score(), evaluations);
    }

    /** Native arrays with these values, in a child of {@code parent}. */
    public static Weights weightsOf(Architecture architecture, NDManager parent, Map<String, float[]> values) {
        NDManager child = parent.newSubManager();
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        architecture
                .parameterShapes()
                .forEach((name, shape) -> arrays.put(
                        name,
                        child.create(
                                java.util.Objects.requireNonNull(values.get(name), name),
                                new ai.djl.ndarray.types.Shape(shape))));
        return Weights.of(architecture, child, arrays);
    }

    @Override
    public void close() {
        manager.close();
    }

    /** Native arrays alive between two steps; the same after every step, or something leaks. */
    int liveArrays() {
        return manager.getManagedArrays().size()
                + weights.manager().getManagedArrays().size();
    }
}
