package io.fathom.model.training.experiment;

import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.Dropout;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.Weights;
import io.fathom.model.training.ExitTraining;
import io.fathom.model.training.Initialiser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * The beginning of a training as TSA's authors did theirs on Tiny-Shakespeare (papers.md 2.6), to be held against the
 * curves that they published: optimiser, learning rates, first weights, windows and split are theirs.
 *
 * <p>What differs: dropout comes after the attention's projection and the feed-forward, not on attention probabilities and
 * after GELU; biases begin at 0; the losses are means over the whole validation split, not over 20 random batches.
 *
 * @param steps steps that are run, of the {@code ofSteps} that the learning rate is planned for
 * @param rows windows a step
 * @param gatePrice λ, the price of open gates in the loss; without routers it does nothing
 */
public record PublishedCurveExperiment(LanguageNetwork network, int steps, int ofSteps, int rows, double gatePrice)
        implements Experiment {
    /** Steps between two looks at the validation split. */
    public static final int LOOK_EVERY = 250;

    private static final double PEAK = 3e-4;
    private static final double LAST = 3e-5;
    private static final double NARROW = 0.02;
    private static final Regularisation AGAINST = new Regularisation(0.95, 0.1, new Dropout(0.1f));
    /** A layer of this width costs as many of one of width 64 and windows of 1,024 characters in all. */
    private static final int UNIT_DIM = 64;

    private static final int UNIT_TOKENS = 1024;

    @Override
    public String recipe() {
        return "published curve 1 " + this;
    }

    @Override
    public long work() {
        return (long) steps * network.stack().executedLayers() * weight();
    }

    private long weight() {
        double narrow = (double) network.dim() / UNIT_DIM;
        return Math.max(1, Math.round(narrow * narrow * rows * network.context() / UNIT_TOKENS));
    }

    @Override
    public Outcome run(long seed, ExperimentText text, Watch watch) {
        ExperimentText parts = text.split(0.8, 0.1);
        Architecture architecture = network.architecture(parts.vocabulary());
        Watch weighted = (work, loss) -> watch.onStep(work * weight(), loss);
        LanguageLearning learning = new LanguageLearning(parts, network, seed, weighted, gatePrice);
        List<Measurement> found = new ArrayList<>();
        try (Learner learner = Learner.from(
                architecture, firstWeights(architecture, seed), TokenGate.forTraining(architecture), AGAINST)) {
            learning.run(learner, steps, rows, this::rate, ExitTraining.FINAL, done -> {
                if (done % LOOK_EVERY == 0 || done == steps) {
                    found.add(look(learner, parts, "step-" + done));
                }
            });
        }
        return new Outcome(
                architecture.parameterCount(), learning.steps(), learning.seconds(), learning.tokensPerSecond(), found);
    }

    /** A cosine from the peak to a tenth of it, without warm-up. */
    double rate(int step) {
        return LAST + (PEAK - LAST) * (1 + Math.cos(Math.PI * step / ofSteps)) / 2;
    }

    private Measurement look(Learner learner, ExperimentText parts, String setting) {
        LanguageEvaluation seen =
                learner.look((n, manager) -> LanguageEvaluation.of(n, manager, parts.validation(), network));
        ExitTable table = seen.byWindow();
        Measurement last = table.fixed(setting, table.exits() - 1);
        return new Measurement(
                setting, last.loss(), last.accuracy(), network.stack().executedLayers(), seen.openShare());
    }

    /** Matrices anew, the rest as {@link Initialiser} has it. */
    static Map<String, float[]> firstWeights(Architecture architecture, long seed) {
        Map<String, float[]> values = new LinkedHashMap<>();
        try (NDManager manager = NDManager.newBaseManager();
                Weights drawn = Initialiser.initialise(architecture, manager, seed)) {
            drawn.all().forEach((name, w) -> values.put(name, w.toFloatArray()));
        }
        SplittableRandom random = new SplittableRandom(seed);
        values.forEach((name, matrix) -> {
            long[] shape = Objects.requireNonNull(architecture.parameterShapes().get(name), name);
            if (shape.length == 2) {
                double deviation = deviation(name, shape, architecture);
                for (int i = 0; i < matrix.length; i++) {
                    matrix[i] = (float) (deviation * random.nextGaussian());
                }
            }
        });
        return values;
    }

    /** Embeddings 0.02; what writes to the residual stream 0.02 / sqrt(2 L); the rest that of PyTorch's uniform ±1/sqrt(in). */
    private static double deviation(String name, long[] shape, Architecture architecture) {
        if (name.startsWith("embed.")) {
            return NARROW;
        }
        boolean toResidual = name.endsWith("attention.out.weight") || name.endsWith("feedForward.out.weight");
        return toResidual
                ? NARROW / Math.sqrt(2.0 * architecture.stack().executedLayers())
                : 1 / Math.sqrt(3.0 * shape[1]);
    }
}
