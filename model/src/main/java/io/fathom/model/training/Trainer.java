package io.fathom.model.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Dropout;
import io.fathom.model.nn.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trains a cycled classifier so that every exit is usable, and keeps the averaged weights that did best on dev.
 *
 * <p>All randomness is a function of (seed, step): a run that was interrupted and resumed gives the weights of one that was
 * not. One trainer a process, because DJL's gradient collector is a process-wide thing; runs are made parallel by
 * processes.
 */
public final class Trainer implements AutoCloseable {
    private final Architecture architecture;
    private final TrainingOrigin origin;
    private final TrainingRecipe recipe;
    private final TrainingSet train;
    private final TrainingSet dev;
    private final @Nullable Teachers teachers;
    private final TrainingListener listener;
    private final NDManager manager;
    private final Weights weights;
    private final AdamW optimiser;
    private final AveragedWeights average;
    private final TrainingStep trainingStep;
    private final ExitLoss loss;
    private Best best;
    private int step;
    private int evaluations;

    /**
     * @param accuracy mean over exits of the in-scope accuracy on dev, −1 before the first evaluation
     * @param step when it was reached
     * @param evaluationsSince evaluations since then
     */
    record Best(double accuracy, int step, int evaluationsSince, Map<String, float[]> weights) {}

    /**
     * What came of a training.
     *
     * @param weights by name, as {@link Architecture#parameterShapes()} orders them
     * @param steps steps run
     * @param bestStep step whose averaged weights were kept
     * @param skipped steps that were not finite and changed nothing
     * @param devAccuracy mean over exits of the in-scope accuracy on dev
     * @param evaluations times that this trainer looked at dev
     */
    public record Result(
            Map<String, float[]> weights, int steps, int bestStep, int skipped, double devAccuracy, int evaluations) {}

    /**
     * @param teachers whom to learn from besides the labels, or null; not closed by the trainer
     * @param checkpoint where to go on, or null to begin
     * @throws IllegalArgumentException if the checkpoint was made with another architecture, recipe or data
     */
    public Trainer(
            Architecture architecture,
            TrainingRecipe recipe,
            TrainingSet train,
            TrainingSet dev,
            @Nullable Teachers teachers,
            TrainingListener listener,
            @Nullable Checkpoint checkpoint) {
        if (teachers == null && (recipe.distillation() > 0 || recipe.spliceShare() > 0)) {
            throw new IllegalArgumentException("distillation and spliceShare need teachers, but were "
                    + recipe.distillation() + " and " + recipe.spliceShare() + " without any");
        }
        this.architecture = architecture;
        this.origin = TrainingOrigin.of(architecture, recipe, train, dev);
        if (checkpoint != null) {
            checkpoint.requireMadeBy(origin);
        }
        this.recipe = recipe;
        this.train = train;
        this.dev = dev;
        this.teachers = teachers;
        this.listener = listener;
        this.manager = NDManager.newBaseManager();
        this.weights = Initialiser.initialise(architecture, manager, recipe.seed());
        this.optimiser = new AdamW(weights, manager, recipe.beta2(), recipe.weightDecay());
        if (checkpoint == null) {
            this.average = new AveragedWeights(weights, recipe.averaging());
            this.best = new Best(-1, 0, 0, average.copy());
        } else {
            this.average = checkpoint.restore(weights, optimiser, recipe.averaging());
            this.best = checkpoint.best();
            this.step = checkpoint.step();
        }
        weights.all().values().forEach(w -> w.setRequiresGradient(true));
        this.loss = new ExitLoss(
                new CycledTransformer(weights, new Dropout((float) recipe.dropout())), recipe.consistency());
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
        BatchSampler sampler = new BatchSampler(train.lengths(), recipe.batchRows(), recipe.seed());
        LearningRate rate = LearningRate.of(recipe);
        int until = step + Math.min(steps, recipe.steps() - step);
        while (step < until && !isDone()) {
            Engine.getInstance().setRandomSeed((int) (recipe.seed() * 31 + step)); // native dropout
            TrainingSet.Batch batch = train.batch(sampler.at(step), loss.passes(), recipe, step);
            float[][] targets = targets(batch);
            double value = trainingStep.run(m -> loss.of(m, batch.ids(), targets), rate.at(step));
            step++;
            average.update(weights, trainingStep.updates());
            listener.onStep(step, recipe.steps(), value, batch.tokens());
            if (step % recipe.evaluateEvery() == 0 || step == recipe.steps()) {
                evaluate();
            }
        }
    }

    /** The labels' targets, mixed with what the teachers say. */
    private float[][] targets(TrainingSet.Batch batch) {
        float[][] targets = batch.targets();
        if (teachers == null) {
            return targets;
        }
        float[][] taught = teachers.probabilities(batch.ids(), batch.texts());
        for (int r = 0; r < targets.length; r++) {
            float share = batch.spliced()[r] ? 1 : (float) recipe.distillation();
            for (int k = 0; k < targets[r].length; k++) {
                targets[r][k] += share * (taught[r][k] - targets[r][k]);
            }
        }
        return targets;
    }

    private void evaluate() {
        evaluations++;
        double[] accuracy = accuracyPerExit();
        double mean = Arrays.stream(accuracy).average().orElse(0);
        boolean better = mean > best.accuracy();
        best = better
                ? new Best(mean, step, 0, average.copy())
                : new Best(best.accuracy(), best.step(), best.evaluationsSince() + 1, best.weights());
        listener.onEvaluation(step, accuracy, better);
    }

    private double[] accuracyPerExit() {
        try (Weights averaged = weightsOf(architecture, manager, average.values())) {
            ExitLogits logits = ExitLogits.of(new CycledTransformer(averaged, Dropout.OFF), manager, dev.servedIds());
            double[] accuracy = new double[logits.cycles()];
            for (int c = 0; c < accuracy.length; c++) {
                accuracy[c] = dev.inScopeAccuracy(logits.logits()[c]);
            }
            return accuracy;
        }
    }

    /** The state to go on from. */
    public Checkpoint checkpoint() {
        return Checkpoint.of(origin, step, trainingStep, best, weights, optimiser, average);
    }

    public Result result() {
        return new Result(best.weights(), step, best.step(), trainingStep.skipped(), best.accuracy(), evaluations);
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
