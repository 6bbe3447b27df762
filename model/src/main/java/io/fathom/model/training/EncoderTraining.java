package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.base.BaseEncoder;
import io.fathom.model.bundle.BundleParts;
import io.fathom.model.bundle.ModelDescription;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.bundle.TaskKind;
import io.fathom.model.engine.TorchThreads;
import io.fathom.model.ngram.NgramModel;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.Weights;
import io.fathom.model.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * From labelled texts and a pre-trained encoder to the parts of a bundle. The encoder stays as it is: every text runs through it
 * once, and a classifier is fitted to what each of its layers gives (pooled: mean over tokens and the first token). Before the first
 * layer answers an n-gram model of the same texts. Calibration, mix and frontier come from dev, which neither has seen.
 */
public final class EncoderTraining implements BundleTraining {
    private final EncoderPlan plan;
    private final BaseEncoder base;
    private final String createdBy;
    private final TrainingListener listener;
    private final TrainingSet train;
    private final TrainingSet dev;
    private final List<LabelledText> trainTexts;
    private final List<LabelledText> devTexts;
    private final Architecture architecture;
    private final Tokenizer tokenizer;
    private final NDManager manager;
    private final ExitFeatureFile file;
    private final FeatureExtraction extraction;
    private final ExecutorService fitters =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    private final List<ExitHeads.Head> heads = new ArrayList<>();

    /**
     * @param features file to keep features in until the bundle is written; goes on from what is in it if it is of the same texts
     * @param anew whether it is to begin anew in any case
     * @throws DataSetException if the training data has fewer than two labels, or dev one that it has not, or only
     *     out-of-scope records
     */
    public EncoderTraining(
            EncoderPlan plan,
            BaseEncoder base,
            List<LabelledText> trainTexts,
            List<LabelledText> devTexts,
            String createdBy,
            TrainingListener listener,
            Path features,
            boolean anew)
            throws IOException {
        TorchThreads.oneEach();
        this.plan = plan;
        this.base = base;
        this.createdBy = createdBy;
        this.listener = listener;
        this.trainTexts = List.copyOf(trainTexts);
        this.devTexts = List.copyOf(devTexts);
        List<String> labels =
                trainTexts.stream().map(LabelledText::label).distinct().sorted().toList();
        if (labels.size() < 2) {
            throw new DataSetException("training data must hold at least two labels, but holds only " + labels);
        }
        if (devTexts.stream().allMatch(t -> t.label().equals(ClassifierPlan.OUT_OF_SCOPE))) {
            throw new DataSetException("dev data must hold at least one record with a label other than '"
                    + ClassifierPlan.OUT_OF_SCOPE + "', but of its " + devTexts.size() + " records none has");
        }
        this.architecture =
                base.shape().architecture(Readout.Labels.perExit(labels.size(), Readout.Pooling.MEAN_FIRST));
        this.tokenizer = Tokenizer.of(base.tokenizerJson());
        TextEncoder encoder = (text, dropout, random) ->
                tokenizer.encode(text, architecture.maxTokens()).ids();
        this.train =
                new TrainingSet(trainTexts, labels, ClassifierPlan.OUT_OF_SCOPE, architecture.maxTokens(), encoder);
        this.dev = new TrainingSet(devTexts, labels, ClassifierPlan.OUT_OF_SCOPE, architecture.maxTokens(), encoder);
        this.manager = NDManager.newBaseManager();
        int[][] ids = concat(train.servedIds(), dev.servedIds());
        Fingerprint of = new Fingerprint();
        of.add(base.reference().sha256());
        of.add(train.fingerprint());
        of.add(dev.fingerprint());
        this.file = ExitFeatureFile.open(
                features, of.value(), architecture.maxCycles(), ids.length, architecture.pooledDim(), anew);
        Weights weights = base.loadWeights(manager, architecture, noHeads());
        this.extraction = new FeatureExtraction(CycledTransformer.forInference(weights), manager, ids, file);
    }

    private static int[][] concat(int[][] one, int[][] other) {
        int[][] all = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    /** Classifiers that say nothing, until there are some. */
    private Map<String, float[]> noHeads() {
        Map<String, float[]> none = new LinkedHashMap<>();
        architecture.parameterShapes().forEach((name, shape) -> {
            if (name.startsWith("classifier.")) {
                long size = 1;
                for (long s : shape) {
                    size *= s;
                }
                none.put(name, new float[Math.toIntExact(size)]);
            }
        });
        return none;
    }

    /** Steps of a training on so many records with so many exits. */
    public static int steps(int records, int exits) {
        return FeatureExtraction.chunks(records) + exits;
    }

    private int allSteps() {
        return steps(trainTexts.size() + devTexts.size(), architecture.maxCycles());
    }

    @Override
    public boolean isDone() {
        return heads.size() == architecture.maxCycles();
    }

    /** Runs one step at a time whatever is asked for: a thousand texts through the encoder, or some exits' classifiers. */
    @Override
    public boolean run(int steps) throws IOException {
        TorchThreads.inferOnThisThread();
        if (!extraction.isDone()) {
            extraction.next();
        } else {
            fitSome();
        }
        listener.onStep(extraction.done() + heads.size(), allSteps(), Double.NaN, 0);
        return false;
    }

    private void fitSome() {
        int exits = architecture.maxCycles();
        ExitHeads fitting = new ExitHeads(
                train.labels().size(), architecture.pooledDim(), train.labelIndices(), dev.labelIndices());
        List<Future<ExitHeads.Head>> running = new ArrayList<>();
        int to = Math.min(exits, heads.size() + Runtime.getRuntime().availableProcessors());
        for (int e = heads.size(); e < to; e++) {
            int exit = e;
            running.add(fitters.submit(() -> {
                TorchThreads.inferOnThisThread();
                return fitting.fit(manager, file, exit);
            }));
        }
        for (Future<ExitHeads.Head> head : running) {
            try {
                heads.add(head.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the classifiers' training was interrupted", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("a classifier cannot be fitted: " + e.getCause(), e);
            }
        }
    }

    /** Nothing to do: features are on disk as they come. */
    @Override
    public void writeCheckpoint(Path checkpoint) {}

    @Override
    public void deleteCheckpoints(Path checkpoint) throws IOException {
        file.close();
        Files.deleteIfExists(features(checkpoint));
    }

    /** Where features are kept beside a checkpoint of this name. */
    public static Path features(Path checkpoint) {
        return checkpoint.resolveSibling(checkpoint.getFileName() + ".features");
    }

    /**
     * What a training ends with.
     *
     * @param parts of the bundle
     * @param depth what dev decided
     */
    public record Finished(BundleParts parts, DepthCalibration depth) implements BundleTraining.Finished {}

    @Override
    public Finished finish() {
        if (!isDone()) {
            throw new IllegalStateException("every exit must have its classifier before a bundle is made, but only "
                    + heads.size() + " of " + architecture.maxCycles() + " have");
        }
        TorchThreads.inferOnThisThread();
        Map<String, float[]> own = new LinkedHashMap<>();
        for (int exit = 0; exit < heads.size(); exit++) {
            heads.get(exit).into(own, "classifier." + exit);
        }
        Optional<NgramModel> ngrams = plan.depthZero() == DepthZeroUse.NEVER
                ? Optional.empty()
                : Optional.of(DepthZeroTraining.of(train.labels(), trainTexts, devTexts));
        TokenGate gate = TokenGate.forServing(architecture);
        try (Weights weights = base.loadWeights(manager, architecture, own)) {
            DepthCalibration depth = DepthCalibration.of(
                    weights, gate, manager, dev, ngrams, plan.depthZero(), plan.inScopeLoss(), ExitChoice.TOLERANCE);
            Map<String, Double> quality = new LinkedHashMap<>(depth.quality());
            ngrams.ifPresent(n -> quality.put(QualitySection.LINEAR, dev.inScopeAccuracy(n)));
            ModelDescription model = new ModelDescription(
                    plan.id(),
                    createdBy,
                    TaskKind.CLASSIFICATION,
                    NetworkKind.of(architecture),
                    architecture,
                    train.labels(),
                    depth.calibration(),
                    gate,
                    depth.probes(),
                    depth.choice().policy(),
                    quality,
                    plan.data(),
                    List.of(),
                    plan.command());
            String card = EncoderCard.of(model, base, depth, plan, heads);
            BundleParts parts = new BundleParts(model, own, base.tokenizerJson(), card)
                    .on(base.reference())
                    .with(Optional.of(depth.frontier().frontier()))
                    .withNgrams(depth.calibration().depthZero().flatMap(zero -> ngrams));
            return new Finished(parts, depth);
        }
    }

    @Override
    public void close() {
        extraction.close();
        fitters.shutdownNow();
        manager.close();
        tokenizer.close();
        try {
            file.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
