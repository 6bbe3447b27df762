package io.fathom.model.training.experiment;

import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.LayerStack;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.training.ExitTraining;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A language model with token routers (TSA, papers.md 2): trained with soft gates, looked at with soft and with hard ones,
 * then trained a little further for hard gates.
 *
 * <p>In a setting's value stands the mean gate α over tokens and layers with routers; its layers are those that are really
 * run: all of them with soft gates; with hard ones attention runs for every token, which is a third of a layer, and the rest
 * for the open ones.
 *
 * @param gatePrice λ, the price of α in the loss
 * @param routerBias b₂ at the beginning; −1 opens 73 % of the gates
 * @param further schedule of the straight-through training; null for none
 */
public record TokenSelectiveExperiment(
        LanguageNetwork network,
        Schedule schedule,
        double gatePrice,
        double routerBias,
        @org.jspecify.annotations.Nullable Schedule further)
        implements Experiment {
    private static final double ATTENTION_SHARE = 1.0 / 3;
    private static final int BISECTIONS = 8;
    private static final long FURTHER = 500_000;

    @Override
    public String recipe() {
        return "token-selective 1 " + this;
    }

    @Override
    public long work() {
        int steps = schedule.steps() + (further == null ? 0 : further.steps());
        return (long) steps * network.stack().executedLayers();
    }

    @Override
    public Outcome run(long seed, ExperimentText text, Watch watch) {
        List<Measurement> found = new ArrayList<>();
        Architecture architecture = network.architecture(text.vocabulary());
        LanguageLearning learning = new LanguageLearning(text, network, seed, watch, gatePrice);
        Map<String, float[]> trained;
        try (Learner learner = Learner.from(architecture, initial(architecture, seed))) {
            found.add(Measurement.value(
                    "init", look(learner, new TokenGate.Soft(), text).openShare()));
            learning.run(learner, schedule, ExitTraining.FINAL, done -> {});
            LanguageEvaluation soft = look(learner, new TokenGate.Soft(), text);
            found.add(measurement(Measurement.FINAL, soft, network.stack().executedLayers()));
            found.add(hard("hard", learner, TokenGate.EVEN, text));
            found.add(hard("hard-matched", learner, thresholdFor(soft.openShare(), learner, text), text));
            trained = learner.values();
        }
        if (further != null) {
            try (Learner learner = Learner.from(architecture, trained, new TokenGate.StraightThrough(TokenGate.EVEN))) {
                new LanguageLearning(text, network, seed + FURTHER, watch, gatePrice)
                        .run(learner, further, ExitTraining.FINAL, done -> {});
                found.add(hard("hard-tuned", learner, TokenGate.EVEN, text));
                found.addAll(GateTiming.measure(learner, text, network));
            }
        }
        found.add(Measurement.value("paper-overhead", overheadAtThePapersSize()));
        return new Outcome(
                architecture.parameterCount(), learning.steps(), learning.seconds(), learning.tokensPerSecond(), found);
    }

    private Map<String, float[]> initial(Architecture architecture, long seed) {
        Map<String, float[]> values = Learner.freshValues(architecture, seed);
        values.forEach((name, value) -> {
            if (name.endsWith(".router.out.bias")) {
                Arrays.fill(value, (float) routerBias);
            }
        });
        return values;
    }

    private LanguageEvaluation look(Learner learner, TokenGate gate, ExperimentText text) {
        return learner.look(gate, (n, manager) -> LanguageEvaluation.of(n, manager, text.validation(), network));
    }

    private Measurement hard(String setting, Learner learner, float threshold, ExperimentText text) {
        LanguageEvaluation evaluation = look(learner, new TokenGate.Hard(threshold), text);
        LayerStack stack = network.stack();
        double routed = (double) stack.middleLayers() * stack.maxCycles();
        double share = ATTENTION_SHARE + (1 - ATTENTION_SHARE) * evaluation.openShare();
        return measurement(setting, evaluation, stack.executedLayers() - routed + routed * share);
    }

    private static Measurement measurement(String setting, LanguageEvaluation evaluation, double layers) {
        ExitTable table = evaluation.byWindow();
        Measurement last = table.fixed(setting, table.exits() - 1);
        return new Measurement(setting, last.loss(), last.accuracy(), layers, evaluation.openShare());
    }

    /** The threshold at which hard gates are open as often as soft ones on average; by bisection, on training text. */
    private float thresholdFor(double openShare, Learner learner, ExperimentText text) {
        int[] sample = Arrays.copyOf(text.train(), Math.min(text.train().length, 64 * network.context() + 1));
        double low = 0;
        double high = 1;
        for (int i = 0; i < BISECTIONS; i++) {
            float middle = (float) ((low + high) / 2);
            double open = learner.look(
                    new TokenGate.Hard(middle), (n, manager) -> LanguageEvaluation.of(n, manager, sample, network)
                            .openShare());
            if (open < openShare) {
                low = middle; // a token is open while p is below the threshold
            } else {
                high = middle;
            }
        }
        return (float) ((low + high) / 2);
    }

    /** Parameters of the routers over those of the rest, at the size that the paper gives (papers.md 2.6). */
    private static double overheadAtThePapersSize() {
        LanguageNetwork dense = LanguageNetwork.dense(127, 256, 8, new LayerStack(true, 5, false, 1, true));
        double plain = dense.architecture(65).parameterCount();
        return dense.withRouters().architecture(65).parameterCount() / plain - 1;
    }
}
