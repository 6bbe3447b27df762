package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.BundleParts;
import io.fathom.model.bundle.Calibration;
import io.fathom.model.bundle.ModelDescription;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.bundle.TaskKind;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.Dropout;
import io.fathom.model.nn.Weights;
import io.fathom.model.nn.ZttNetwork;
import io.fathom.model.text.BytePairEncoder;
import io.fathom.model.text.BytePairTrainer;
import io.fathom.model.text.BytePairVocabulary;
import io.fathom.model.text.Normalization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From labelled texts to the parts of a bundle: vocabulary from the training texts, network, calibration on dev, model
 * card. Test data has no way in.
 */
public final class ClassifierTraining implements AutoCloseable {
    /** Above this calibrated probability one more cycle seldom changes an answer. */
    private static final ExitPolicy RECOMMENDED = new ExitPolicy.Confidence(0.9f, 1);

    private static final int MIN_FREQUENCY = 2;

    private final ClassifierPlan plan;
    private final String createdBy;
    private final BytePairVocabulary vocabulary;
    private final TrainingSet train;
    private final TrainingSet dev;
    private final Architecture architecture;
    private final Trainer trainer;

    /**
     * @param createdBy program and version, for the manifest
     * @param checkpoint file to go on from; training begins anew if it does not exist
     * @throws DataSetException if the training data has fewer than two labels, or dev a label that it has not, or only
     *     out-of-scope records
     * @throws IllegalArgumentException if the checkpoint is of another training
     */
    public ClassifierTraining(
            ClassifierPlan plan,
            List<LabelledText> trainTexts,
            List<LabelledText> devTexts,
            String createdBy,
            TrainingListener listener,
            @Nullable Path checkpoint)
            throws IOException {
        this.plan = plan;
        this.createdBy = createdBy;
        List<String> labels =
                trainTexts.stream().map(LabelledText::label).distinct().sorted().toList();
        if (labels.size() < 2) {
            throw new DataSetException("training data must hold at least two labels, but holds only " + labels);
        }
        this.vocabulary = new BytePairTrainer(plan.shape().vocabulary(), MIN_FREQUENCY, Normalization.LOWER_CASE)
                .train(trainTexts.stream().map(LabelledText::text));
        BytePairEncoder encoder = new BytePairEncoder(vocabulary);
        if (devTexts.stream().allMatch(t -> t.label().equals(ClassifierPlan.OUT_OF_SCOPE))) {
            throw new DataSetException("dev data must hold at least one record with a label other than '"
                    + ClassifierPlan.OUT_OF_SCOPE + "' to choose weights by, but of its " + devTexts.size()
                    + " records none has");
        }
        int maxTokens = plan.shape().maxTokens();
        this.train = new TrainingSet(trainTexts, labels, ClassifierPlan.OUT_OF_SCOPE, maxTokens, encoder::encode);
        this.dev = new TrainingSet(devTexts, labels, ClassifierPlan.OUT_OF_SCOPE, maxTokens, encoder::encode);
        this.architecture = plan.shape().architecture(vocabulary.size(), labels.size());
        Checkpoint from = checkpoint == null || !Files.exists(checkpoint) ? null : Checkpoint.read(checkpoint);
        this.trainer = new Trainer(architecture, plan.recipe(), train, dev, listener, from);
    }

    public Trainer trainer() {
        return trainer;
    }

    public Architecture architecture() {
        return architecture;
    }

    /** The parts of the bundle, from the best weights so far: calibrated on dev, with quality on dev for every exit. */
    public BundleParts finish() {
        Trainer.Result result = trainer.result();
        if (result.devAccuracy() < 0) {
            throw new IllegalStateException(
                    "training must have been evaluated on dev before a bundle is made of it, but" + " only "
                            + result.steps() + " steps were run; run it to the next evaluation");
        }
        try (NDManager manager = NDManager.newBaseManager();
                Weights weights = Trainer.weightsOf(architecture, manager, result.weights())) {
            ExitLogits logits = ExitLogits.of(new ZttNetwork(weights, Dropout.OFF), manager, dev.servedIds());
            Calibration calibration =
                    Calibrator.fit(logits, dev.labelIndices(), train.labels(), train.outOfScope(), plan.inScopeLoss());
            Map<String, Double> quality = quality(logits, calibration);
            ModelDescription model = new ModelDescription(
                    plan.id(),
                    createdBy,
                    TaskKind.CLASSIFICATION,
                    NetworkKind.ZTT,
                    architecture,
                    train.labels(),
                    calibration,
                    RECOMMENDED,
                    quality,
                    plan.data(),
                    plan.command());
            return new BundleParts(
                    model, result.weights(), vocabulary.toTokenizerJson(), ModelCard.of(model, plan, result));
        }
    }

    private Map<String, Double> quality(ExitLogits logits, Calibration calibration) {
        Map<String, Double> quality = new LinkedHashMap<>();
        for (int c = 0; c < logits.cycles(); c++) {
            ClassificationQuality exit =
                    ClassificationQuality.of(logits, c, dev.labelIndices(), train.outOfScope(), calibration);
            String prefix = "dev.cycles" + (c + 1) + ".";
            quality.put(prefix + "accuracy", exit.accuracy());
            quality.put(prefix + "inScopeAccuracy", exit.inScopeAccuracy());
            if (calibration.rejectsOutOfScope()) {
                quality.put(prefix + "inScopeAccuracyAtThreshold", exit.inScopeAccuracyAtThreshold());
            }
            if (!Double.isNaN(exit.outOfScopeRecall())) {
                quality.put(prefix + "outOfScopeRecall", exit.outOfScopeRecall());
            }
        }
        return quality;
    }

    @Override
    public void close() {
        trainer.close();
    }
}
