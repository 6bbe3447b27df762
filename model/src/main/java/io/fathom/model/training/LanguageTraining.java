package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.BundleParts;
import io.fathom.model.bundle.CostConstants;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.ModelDescription;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.bundle.SurpriseCalibration;
import io.fathom.model.bundle.TaskKind;
import io.fathom.model.depth.frontier.FrontierChoice;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Dropout;
import io.fathom.model.nn.Weights;
import io.fathom.model.text.BytePairTrainer;
import io.fathom.model.text.BytePairVocabulary;
import io.fathom.model.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From texts to the parts of a language model's bundle: vocabulary from the training texts, network,
 * anomaly thresholds and recommended depth on dev; model card. Test data has no way in.
 */
public final class LanguageTraining implements BundleTraining {
    private static final int MIN_FREQUENCY = 2;

    private final LanguagePlan plan;
    private final String createdBy;
    private final StartingPoint start;
    private final TextSet dev;
    private final Trainer trainer;

    /**
     * @param bundle whose weights, vocabulary and network to train on, or null for fresh ones
     * @param createdBy program and version, for the manifest
     * @param checkpoint file to go on from; one that does not exist begins anew
     * @throws DataSetException if a set holds empty texts only
     * @throws IllegalArgumentException if the checkpoint is of another training
     */
    public LanguageTraining(
            LanguagePlan plan,
            List<String> trainTexts,
            List<String> devTexts,
            @Nullable ModelBundle bundle,
            String createdBy,
            TrainingListener listener,
            @Nullable Path checkpoint)
            throws IOException {
        this.plan = plan;
        this.createdBy = createdBy;
        this.start = bundle == null
                ? fresh(plan.shape(), trainTexts)
                : StartingPoint.ofLanguageModel(
                        bundle,
                        plan.recipe().steps() + " steps on " + plan.data().name());
        int maxTokens = start.architecture().maxTokens();
        TextSet train;
        try (Tokenizer tokenizer = Tokenizer.of(start.vocabulary().toTokenizerJson())) {
            train = new TextSet(trainTexts, tokenizer, maxTokens);
            this.dev = new TextSet(devTexts, tokenizer, maxTokens);
        }
        Checkpoint from = checkpoint == null || !Files.exists(checkpoint) ? null : Checkpoint.read(checkpoint);
        this.trainer = new Trainer(
                start.architecture(),
                plan.recipe(),
                new LanguageLessons(train, plan.learning(), plan.recipe()),
                new LanguageExamination(dev),
                listener,
                start.weights(),
                from);
        listener.onNetwork(1, 1, plan.recipe().steps(), trainer.result().steps());
    }

    private static StartingPoint fresh(LanguagePlan.Shape shape, List<String> texts) {
        BytePairVocabulary vocabulary =
                new BytePairTrainer(shape.vocabulary(), MIN_FREQUENCY, shape.normalization()).train(texts.stream());
        return StartingPoint.fresh(shape.architecture(vocabulary.size()), vocabulary, List.of());
    }

    public Architecture architecture() {
        return start.architecture();
    }

    @Override
    public boolean isDone() {
        return trainer.isDone();
    }

    @Override
    public boolean run(int steps) {
        int before = trainer.result().evaluations();
        trainer.run(steps);
        return trainer.result().evaluations() > before;
    }

    @Override
    public void writeCheckpoint(Path file) throws IOException {
        trainer.checkpoint().write(file);
    }

    @Override
    public void deleteCheckpoints(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    /** The bundle and nothing else. */
    public record Finished(BundleParts parts) implements BundleTraining.Finished {}

    @Override
    public Finished finish() {
        Trainer.Result result = trainer.result();
        if (Double.isInfinite(result.devScore())) {
            throw new IllegalStateException("training must have been evaluated on dev before a bundle is made of it,"
                    + " but only " + result.steps() + " steps were run; run it to the next evaluation");
        }
        try (NDManager manager = NDManager.newBaseManager();
                Weights weights = Trainer.weightsOf(architecture(), manager, result.weights())) {
            CycledTransformer network = new CycledTransformer(weights, Dropout.OFF, start.gate());
            ExitSurprises surprises = ExitSurprises.of(network, manager, dev);
            SurpriseCalibration anomalies = SurpriseCalibrator.fit(surprises, plan.falseAlarms());
            ModelDescription model = new ModelDescription(
                    plan.id(),
                    createdBy,
                    TaskKind.LANGUAGE_MODEL,
                    NetworkKind.of(architecture()),
                    architecture(),
                    List.of(),
                    anomalies,
                    start.gate(),
                    List.of(), // no probes: they predict labels
                    LanguageDepth.choose(
                            surprises, CostConstants.of(architecture()).costModel()),
                    quality(surprises, weights, manager),
                    plan.data(),
                    start.lineage(),
                    plan.command());
            FrontierChoice frontier = LanguageFrontier.of(weights, start.gate(), manager, dev, anomalies);
            return new Finished(new BundleParts(
                            model,
                            result.weights(),
                            start.vocabulary().toTokenizerJson(),
                            LanguageModelCard.of(model, frontier.frontier(), plan, result))
                    .with(Optional.of(frontier.frontier())));
        }
    }

    private Map<String, Double> quality(ExitSurprises surprises, Weights weights, NDManager manager) {
        Map<String, Double> quality = new LinkedHashMap<>();
        for (int c = 0; c < surprises.cycles(); c++) {
            quality.put(LanguageModelCard.bitsPerCharacter(c + 1), surprises.bitsPerCharacter(c));
        }
        quality.putAll(OpenShare.both(
                weights, start.gate(), manager, dev.ids(), plan.recipe().batchRows()));
        return quality;
    }

    @Override
    public void close() {
        trainer.close();
    }
}
