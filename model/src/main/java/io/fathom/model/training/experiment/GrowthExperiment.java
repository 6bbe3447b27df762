package io.fathom.model.training.experiment;

import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.Projections.Slots;
import io.fathom.model.training.ExitTraining;
import io.fathom.model.training.FunctionDifference;
import io.fathom.model.training.NetworkValues;
import io.fathom.model.training.SlotGrowth;
import io.fathom.model.training.SlotGrowth.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A TokenFormer is trained, grown and trained on (papers.md 3.4), beside networks of the grown size from scratch: one with
 * the few steps that the grown one had, one with the many that the small one had. The optimiser begins anew after growth.
 *
 * @param small whose projections are slots
 * @param slots of each projection of the attention after growth
 */
public record GrowthExperiment(LanguageNetwork small, int slots, Schedule first, Schedule further)
        implements Experiment {
    private static final long FURTHER = 500_000;
    private static final int WAKING_STEPS = 50;

    @Override
    public String recipe() {
        return "growth 1 " + this;
    }

    @Override
    public long work() {
        return (long) (2 * first.steps() + 2 * further.steps() + waking().steps())
                * small.stack().executedLayers();
    }

    private Schedule waking() {
        return further.withSteps(Math.min(WAKING_STEPS, further.steps()));
    }

    @Override
    public Outcome run(long seed, ExperimentText text, Watch watch) {
        List<Measurement> found = new ArrayList<>();
        Architecture before = small.architecture(text.vocabulary());
        LanguageLearning learning = new LanguageLearning(text, small, seed, watch);
        NetworkValues trained;
        try (Learner learner = Learner.fresh(before, seed)) {
            learning.run(learner, first, ExitTraining.FINAL, done -> {});
            found.add(measure("small", learner, text));
            trained = new NetworkValues(before, learner.values());
        }
        NetworkValues grown = new SlotGrowth(slots, Mode.PRESERVE, seed).of(trained);
        NetworkValues changed = new SlotGrowth(slots, Mode.RECOMPUTE_TEMPERATURE, seed).of(trained);
        found.add(Measurement.value("grow-difference", FunctionDifference.largest(trained, grown, seed)));
        found.add(Measurement.value("recompute-difference", FunctionDifference.largest(trained, changed, seed)));
        found.add(Measurement.value(
                "dead-keys", newKeysAfter(waking(), withoutNewValues(grown, trained), seed, text, watch)));
        try (Learner learner = Learner.from(grown.architecture(), grown.values())) {
            LanguageLearning on = new LanguageLearning(text, small, seed + FURTHER, watch);
            on.run(learner, further, ExitTraining.FINAL, done -> {});
            found.add(measure("grown", learner, text));
            found.add(Measurement.value("new-keys", meanNewKey(learner.values(), grown.architecture())));
        }
        found.add(scratch("scratch-short", grown.architecture(), further, seed, seed + FURTHER, text, watch));
        found.add(scratch("scratch-full", grown.architecture(), first, seed, seed, text, watch));
        return new Outcome(
                grown.architecture().parameterCount(),
                first.steps() + further.steps(),
                learning.seconds(),
                learning.tokensPerSecond(),
                found);
    }

    private Measurement scratch(
            String setting,
            Architecture architecture,
            Schedule schedule,
            long seed,
            long windows,
            ExperimentText text,
            Watch watch) {
        try (Learner learner = Learner.fresh(architecture, seed)) {
            new LanguageLearning(text, small, windows, watch).run(learner, schedule, ExitTraining.FINAL, done -> {});
            return measure(setting, learner, text);
        }
    }

    private Measurement measure(String setting, Learner learner, ExperimentText text) {
        return learner.look((network, manager) -> {
            ExitTable table = LanguageEvaluation.of(network, manager, text.validation(), small)
                    .byWindow();
            return table.fixed(setting, table.exits() - 1);
        });
    }

    /** Keys of zeros and values of zeros: what growth must not do. */
    private static Map<String, float[]> withoutNewValues(NetworkValues grown, NetworkValues trained) {
        Map<String, float[]> values = new java.util.LinkedHashMap<>(grown.values());
        values.replaceAll((name, value) -> {
            float[] old = trained.values().get(name);
            return name.endsWith(".values") && old != null
                    ? java.util.Arrays.copyOf(java.util.Arrays.copyOf(value, old.length), value.length)
                    : value;
        });
        return values;
    }

    private double newKeysAfter(
            Schedule schedule, Map<String, float[]> values, long seed, ExperimentText text, Watch watch) {
        Architecture architecture = grownPlan().architecture(text.vocabulary());
        try (Learner learner = Learner.from(architecture, values)) {
            new LanguageLearning(text, small, seed + FURTHER, watch)
                    .run(learner, schedule, ExitTraining.FINAL, done -> {});
            return meanNewKey(learner.values(), architecture);
        }
    }

    private LanguageNetwork grownPlan() {
        Slots old = (Slots) small.projections();
        return small.with(new Slots(
                slots,
                slots * old.feedForward() / old.attention(),
                old.attentionBase(),
                old.feedForwardBase(),
                old.normaliser()));
    }

    /** Mean absolute value of the keys behind those that the small network had. */
    private double meanNewKey(Map<String, float[]> values, Architecture architecture) {
        Map<String, long[]> smallShapes =
                small.architecture(architecture.vocabulary()).parameterShapes();
        double sum = 0;
        long count = 0;
        for (Map.Entry<String, float[]> entry : values.entrySet()) {
            long[] old = smallShapes.get(entry.getKey());
            if (entry.getKey().endsWith(".keys") && old != null) {
                for (int i = (int) (old[0] * old[1]); i < entry.getValue().length; i++, count++) {
                    sum += Math.abs(entry.getValue()[i]);
                }
            }
        }
        return sum / count;
    }
}
