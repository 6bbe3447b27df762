package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.BundleParts;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.ModelDescription;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.bundle.TaskKind;
import io.fathom.model.ngram.NgramModel;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.Weights;
import io.fathom.model.text.BytePairEncoder;
import io.fathom.model.text.BytePairTrainer;
import io.fathom.model.text.BytePairVocabulary;
import io.fathom.model.text.Normalization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From labelled texts to the parts of a bundle: vocabulary from the training texts, network, calibration on dev, model
 * card. Test data has no way in.
 */
public final class ClassifierTraining implements BundleTraining {
    private static final int MIN_FREQUENCY = 2;

    private final ClassifierPlan plan;
    private final String createdBy;
    private final StartingPoint start;
    private final TrainingSet train;
    private final TrainingSet dev;
    private final @Nullable Course course;
    private final TextEncoder encoder;
    private final TrainingListener listener;
    private final @Nullable Path checkpoint;
    private final List<Map<String, float[]>> taught = new ArrayList<>();
    private @Nullable Teachers teachers;
    private @Nullable NgramModel linear;
    private Trainer trainer;

    /**
     * @param from classifier to train on, which decides network, vocabulary and labels; language model to begin with, which
     *     decides network and vocabulary; or null for a fresh network
     * @param createdBy program and version, for the manifest
     * @param checkpoint file to go on from, with those of the teachers beside it; what does not exist begins anew
     * @throws DataSetException if the training data has fewer than two labels or not those of the bundle, or dev a label that
     *     it has not, or only out-of-scope records
     * @throws IllegalArgumentException if the checkpoint is of another training
     */
    public ClassifierTraining(
            ClassifierPlan plan,
            List<LabelledText> trainTexts,
            List<LabelledText> devTexts,
            @Nullable ModelBundle from,
            String createdBy,
            TrainingListener listener,
            @Nullable Path checkpoint)
            throws IOException {
        this(plan, trainTexts, devTexts, null, from, createdBy, listener, checkpoint);
    }

    /** The same on generated records, new ones at every step; a sample of them makes the vocabulary. */
    public ClassifierTraining(
            ClassifierPlan plan,
            Course course,
            @Nullable ModelBundle from,
            String createdBy,
            TrainingListener listener,
            @Nullable Path checkpoint)
            throws IOException {
        this(plan, course.sample(), course.dev(), course, from, createdBy, listener, checkpoint);
    }

    private ClassifierTraining(
            ClassifierPlan plan,
            List<LabelledText> trainTexts,
            List<LabelledText> devTexts,
            @Nullable Course course,
            @Nullable ModelBundle from,
            String createdBy,
            TrainingListener listener,
            @Nullable Path checkpoint)
            throws IOException {
        if (from != null && from.model().task() == TaskKind.CLASSIFICATION && plan.teachers() > 0) {
            throw new IllegalArgumentException(
                    "a classifier is trained on without teachers, but there were to be " + plan.teachers());
        }
        this.plan = plan;
        this.course = course;
        this.createdBy = createdBy;
        List<String> labels = course == null
                ? trainTexts.stream()
                        .map(LabelledText::label)
                        .distinct()
                        .sorted()
                        .toList()
                : course.labels();
        if (labels.size() < 2) {
            throw new DataSetException("training data must hold at least two labels, but holds only " + labels);
        }
        this.start = from == null ? fresh(plan.shape(), trainTexts, labels) : startingPoint(plan, from, labels);
        this.encoder = new BytePairEncoder(start.vocabulary())::encode;
        if (devTexts.stream().allMatch(t -> t.label().equals(ClassifierPlan.OUT_OF_SCOPE))) {
            throw new DataSetException("dev data must hold at least one record with a label other than '"
                    + ClassifierPlan.OUT_OF_SCOPE + "' to choose weights by, but of its " + devTexts.size()
                    + " records none has");
        }
        int maxTokens = start.architecture().maxTokens();
        List<String> rows = start.labels();
        this.train = new TrainingSet(trainTexts, rows, ClassifierPlan.OUT_OF_SCOPE, maxTokens, encoder);
        this.dev = new TrainingSet(devTexts, rows, ClassifierPlan.OUT_OF_SCOPE, maxTokens, encoder);
        this.listener = listener;
        this.checkpoint = checkpoint;
        this.trainer = next();
    }

    private static StartingPoint fresh(ClassifierPlan.Shape shape, List<LabelledText> trainTexts, List<String> labels) {
        BytePairVocabulary vocabulary = new BytePairTrainer(shape.vocabulary(), MIN_FREQUENCY, Normalization.LOWER_CASE)
                .train(trainTexts.stream().map(LabelledText::text));
        return StartingPoint.fresh(shape.architecture(vocabulary.size(), labels.size()), vocabulary, labels);
    }

    private static StartingPoint startingPoint(ClassifierPlan plan, ModelBundle from, List<String> labels) {
        String detail = plan.recipe().steps() + " steps on " + plan.data().name();
        return from.model().task() == TaskKind.CLASSIFICATION
                ? StartingPoint.of(from, labels, detail)
                : StartingPoint.ofWords(
                        from, plan.shape(), labels, plan.recipe().seed(), detail);
    }

    /** The first network that is not finished: a teacher, or with all of them the student. */
    private Trainer next() throws IOException {
        while (true) {
            int number = taught.size() + 1;
            boolean student = number > plan.teachers();
            if (student && plan.teachers() > 0) {
                teachers = new Teachers(teacherArchitecture(), taught, linear());
            }
            Path file = checkpoint == null ? null : fileOf(checkpoint, number);
            Checkpoint from = file == null || !Files.exists(file) ? null : Checkpoint.read(file);
            TrainingRecipe recipe = student ? plan.recipe() : plan.recipe().ofTeacher(number, plan.teacherSteps());
            Trainer next = new Trainer(
                    student ? architecture() : teacherArchitecture(),
                    recipe,
                    student
                            ? lessons(recipe)
                            : new SetLessons(train, plan.learning().ofTeacher(), recipe, null),
                    examination(),
                    listener,
                    student ? start.weights() : startOfTeacher(recipe.seed()),
                    from);
            if (student || !next.isDone()) {
                listener.onNetwork(
                        number,
                        plan.teachers() + 1,
                        recipe.steps(),
                        next.result().steps());
                return next;
            }
            taught.add(next.result().weights());
            next.close();
        }
    }

    private Lessons lessons(TrainingRecipe recipe) {
        return course == null
                ? new SetLessons(train, plan.learning(), recipe, teachers)
                : course.lessons(encoder, architecture().maxCycles(), recipe);
    }

    private Examination examination() {
        LabelExamination everyExit = new LabelExamination(dev);
        return course == null ? everyExit : new FullDepthExamination(everyExit);
    }

    /** What a user could have for almost nothing: a teacher, and what the network is held against. */
    private NgramModel linear() {
        if (linear == null) {
            linear = train.ngrams(plan.recipe().seed());
        }
        return linear;
    }

    /** One cycle: teachers are never asked early, and what they say comes from all of them together. */
    private Architecture teacherArchitecture() {
        return architecture().withCycles(1);
    }

    /** As the student begins, but for what is drawn. */
    private @Nullable NetworkValues startOfTeacher(long seed) {
        NetworkValues known = start.weights();
        return known == null ? null : known.movedTo(teacherArchitecture(), seed);
    }

    /** True when the student is done. */
    @Override
    public boolean isDone() {
        return taught.size() == plan.teachers() && trainer.isDone();
    }

    @Override
    public boolean run(int steps) throws IOException {
        if (trainer.isDone() && !isDone()) {
            taught.add(trainer.result().weights());
            trainer.close();
            trainer = next();
        }
        int before = trainer.result().evaluations();
        trainer.run(steps);
        return trainer.result().evaluations() > before;
    }

    /** Writes the state of the network at work: the student's to {@code file}, a teacher's beside it. */
    @Override
    public void writeCheckpoint(Path file) throws IOException {
        trainer.checkpoint().write(fileOf(file, taught.size() + 1));
    }

    @Override
    public void deleteCheckpoints(Path file) throws IOException {
        for (int number = 1; number <= plan.teachers() + 1; number++) {
            Files.deleteIfExists(fileOf(file, number));
        }
    }

    private Path fileOf(Path file, int number) {
        return number > plan.teachers() ? file : file.resolveSibling(file.getFileName() + ".teacher-" + number);
    }

    public Architecture architecture() {
        return start.architecture();
    }

    /**
     * What a training ends with.
     *
     * @param parts of the bundle
     * @param depth what dev decided
     */
    public record Finished(BundleParts parts, DepthCalibration depth) implements BundleTraining.Finished {}

    /** The bundle, from the best weights so far: calibrated on dev, with quality on dev for every exit. */
    @Override
    public Finished finish() {
        Trainer.Result result = trainer.result();
        if (taught.size() < plan.teachers() || Double.isInfinite(result.devScore())) {
            throw new IllegalStateException(
                    "training must have been evaluated on dev before a bundle is made of it, but" + " only "
                            + result.steps() + " steps were run; run it to the next evaluation");
        }
        try (NDManager manager = NDManager.newBaseManager();
                Weights weights = Trainer.weightsOf(architecture(), manager, result.weights())) {
            Optional<NgramModel> ngrams =
                    plan.depthZero() == DepthZeroUse.NEVER ? Optional.empty() : Optional.of(linear());
            DepthCalibration depth = DepthCalibration.of(
                    weights,
                    start.gate(),
                    manager,
                    dev,
                    ngrams,
                    plan.depthZero(),
                    plan.inScopeLoss(),
                    ExitChoice.TOLERANCE);
            Map<String, Double> quality = new LinkedHashMap<>(depth.quality());
            quality.put(QualitySection.LINEAR, dev.inScopeAccuracy(linear()));
            quality.putAll(OpenShare.both(
                    weights,
                    start.gate(),
                    manager,
                    dev.servedIds(),
                    plan.recipe().batchRows()));
            ModelDescription model = new ModelDescription(
                    plan.id(),
                    createdBy,
                    TaskKind.CLASSIFICATION,
                    NetworkKind.of(architecture()),
                    architecture(),
                    train.labels(),
                    depth.calibration(),
                    start.gate(),
                    depth.probes(),
                    depth.choice().policy(),
                    quality,
                    plan.data(),
                    start.lineage(),
                    plan.command());
            String card = ModelCard.of(model, depth, plan, result);
            byte[] tokenizer = start.vocabulary().toTokenizerJson();
            BundleParts parts = new BundleParts(model, result.weights(), tokenizer, card)
                    .with(Optional.of(depth.frontier().frontier()))
                    .withNgrams(depth.calibration().depthZero().flatMap(zero -> ngrams));
            return new Finished(parts, depth);
        }
    }

    @Override
    public void close() {
        trainer.close();
        if (teachers != null) {
            teachers.close();
        }
    }
}
