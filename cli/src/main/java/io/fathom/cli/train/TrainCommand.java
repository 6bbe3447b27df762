package io.fathom.cli.train;

import io.fathom.cli.CommandException;
import io.fathom.cli.ExitCodes;
import io.fathom.cli.calibrate.ComparisonTable;
import io.fathom.cli.generated.GeneratedData;
import io.fathom.cli.options.BaseFetch;
import io.fathom.cli.options.BundleOption;
import io.fathom.cli.options.NameOf;
import io.fathom.cli.options.OriginalArguments;
import io.fathom.cli.options.WholeNumber;
import io.fathom.cli.terminal.Interruption;
import io.fathom.cli.terminal.ProgressBar;
import io.fathom.model.base.BaseEncoder;
import io.fathom.model.bundle.BundleWriter;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.bundle.TaskKind;
import io.fathom.model.training.BundleTraining;
import io.fathom.model.training.ClassifierPlan;
import io.fathom.model.training.ClassifierTraining;
import io.fathom.model.training.DepthCalibration;
import io.fathom.model.training.DepthZeroUse;
import io.fathom.model.training.EncoderPlan;
import io.fathom.model.training.EncoderTraining;
import io.fathom.model.training.LanguagePlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code fathom train}: the shell around a {@link BundleTraining}. */
@Command(
        name = "train",
        sortOptions = false,
        description =
                "Train a model from labelled texts, or a language model from texts alone, and write it as a bundle.",
        footer = {
            "",
            "Examples:",
            "  ./fathom train --base bge-small --data train.tsv --dev dev.tsv --out my-bundle",
            "  ./fathom train --arch ztt --data train.tsv --dev dev.tsv --out my-bundle",
            "  ./fathom train --arch ztt --generate parcels --out my-parcels",
            "  ./fathom train --task language-model --data normal.log --out my-log-model",
        })
public final class TrainCommand implements Callable<Integer> {
    /** How long Ctrl-C may take, in steps. */
    private static final int STEPS_AT_A_TIME = 10;

    private static final List<String> DECIDED_BY_PARENT =
            List.of("--width", "--heads", "--layers", "--smear", "--vocabulary", "--max-tokens");

    /** What a frozen encoder has no use for. */
    private static final List<String> NOT_ON_A_BASE = List.of(
            "--arch",
            "--from",
            "--generate",
            "--width",
            "--heads",
            "--layers",
            "--cycles",
            "--pooling",
            "--smear",
            "--vocabulary",
            "--max-tokens",
            "--teachers",
            "--steps",
            "--batch-rows",
            "--learning-rate",
            "--dropout");

    private static final class Architecture extends NameOf<NetworkKind> {
        private Architecture() {
            super(NetworkKind.class);
        }

        /** Encoders are imported, see --base. */
        @Override
        protected boolean isOffered(NetworkKind kind) {
            return kind != NetworkKind.ENCODER;
        }
    }

    private static final class Task extends NameOf<TaskKind> {
        private Task() {
            super(TaskKind.class);
        }
    }

    @Option(
            names = "--arch",
            paramLabel = "NAME",
            defaultValue = "ztt",
            converter = Architecture.class,
            description =
                    "Architecture: vanilla, bc (basic cycling), htc (head-tail cycling), ztt (Zero Token Transformer),"
                            + " tsa (Token-Selective Attention), tokenformer, or combined. Default: ${DEFAULT-VALUE}.")
    private NetworkKind arch = NetworkKind.ZTT;

    @Option(
            names = "--base",
            paramLabel = "NAME|FOLDER",
            description =
                    "Pre-trained encoder to train on: minilm-l6, bge-small, e5-small, or the folder of an imported one. It stays"
                            + " as it is; a classifier is fitted to each of its layers, in minutes.")
    private @Nullable String base;

    @Option(
            names = "--from",
            paramLabel = "FOLDER",
            description =
                    "Bundle to train on: its weights, network, vocabulary and labels are kept, and the optimiser begins"
                            + " anew. A classifier may begin with a language model: its words and layers are kept, and"
                            + " --arch may name another architecture for them.")
    private @Nullable Path parent;

    @Option(
            names = "--task",
            paramLabel = "NAME",
            defaultValue = "classification",
            converter = Task.class,
            description =
                    "What to learn: classification (a label for each text), or language-model (how surprising each"
                            + " text is, in bits per character, to find anomalies). Default: ${DEFAULT-VALUE}.")
    private TaskKind task = TaskKind.CLASSIFICATION;

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(names = "--out", paramLabel = "FOLDER", required = true, description = "Where to write the bundle.")
    private Path out = Path.of("");

    @Option(
            names = "--id",
            paramLabel = "NAME",
            description = "Name of the model in predictions. Default: the name of the folder.")
    private @Nullable String id;

    @Mixin
    private RecipeOptions recipe = new RecipeOptions();

    @Mixin
    private TeacherOptions teachers = new TeacherOptions();

    @Mixin
    private ShapeOptions shape = new ShapeOptions();

    @Option(
            names = "--in-scope-loss",
            paramLabel = "SHARE",
            defaultValue = "0.01",
            description = "Share of in-scope texts of dev that rejecting may cost. Default: ${DEFAULT-VALUE}.")
    private double inScopeLoss;

    @Option(
            names = "--depth-zero",
            negatable = true,
            description =
                    "Have a linear n-gram model of the same texts answer before the first layer, and mix its answer into those"
                            + " of all later exits. Default: with --base, and elsewhere where dev says that it pays.")
    private @Nullable Boolean depthZero;

    @Mixin
    private LanguageOptions language = new LanguageOptions();

    @Mixin
    private CheckpointOptions checkpoint = new CheckpointOptions();

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            converter = WholeNumber.Positive.class,
            description =
                    "Threads of a matrix product; small networks gain nothing from more. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Material material =
                base != null ? onBase(base) : task == TaskKind.LANGUAGE_MODEL ? languageModel() : classifier();
        Path from = base == null ? checkpoint.resumed(out).orElse(null) : null; // features are found by themselves
        // DJL reads it when it is loaded, which is later.
        System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
        try (Interruption interruption = Interruption.listen();
                ProgressBar bar = ProgressBar.on(
                        spec.commandLine().getErr(),
                        "training " + (base == null ? NameOf.format(arch) : "on " + base),
                        material.steps(),
                        "steps")) {
            bar.prepare("tokenizer and n-grams");
            material.notes().forEach(bar::println);
            TrainingProgress progress = new TrainingProgress(material.stepsOfTeacher(), bar, System::nanoTime);
            try (BundleTraining training = material.opening().open(progress, from)) {
                if (!run(training, interruption)) {
                    bar.println("stopped; the same command with --resume goes on from " + checkpoint.file(out));
                    return interruption.exitCode();
                }
                bar.prepare("calibration");
                BundleTraining.Finished finished = training.finish();
                ModelBundle bundle = BundleWriter.write(out, finished.parts());
                bar.erase();
                report(bundle, finished);
                training.deleteCheckpoints(checkpoint.file(out));
                return ExitCodes.DONE;
            }
        }
    }

    private Material classifier() throws IOException {
        LanguageOptions.requireFit(false, given());
        Optional<GeneratedData> generated = data.generated();
        generated.ifPresent(g -> GeneratedDefaults.apply(g, spec, given()));
        ModelBundle trainedOn = parent == null ? null : parent(parent);
        ClassifierPlan plan = plan();
        requireRoom();
        return generated.isPresent()
                ? Material.generated(plan, generated.get(), trainedOn)
                : Material.of(plan, data.read(plan.recipe().seed()), trainedOn);
    }

    private Material onBase(String nameOrFolder) throws IOException {
        if (task == TaskKind.LANGUAGE_MODEL) {
            throw CommandException.usage("--base is for --task classification, but --task was language-model");
        }
        for (String option : NOT_ON_A_BASE) {
            if (given().hasMatchedOption(option)) {
                throw CommandException.usage(option + " cannot be given with --base, since the encoder stays as it is");
            }
        }
        BaseEncoder encoder = BaseFetch.open(nameOrFolder, spec.commandLine().getErr());
        long seed = recipe.seed();
        EncoderPlan plan = encoderPlan(seed);
        requireRoom();
        return Material.of(
                plan, encoder, data.read(seed), EncoderTraining.features(checkpoint.file(out)), !checkpoint.resumes());
    }

    private EncoderPlan encoderPlan(long seed) {
        try {
            return new EncoderPlan(
                    id(),
                    depthZeroUse(),
                    inScopeLoss,
                    seed,
                    data.toTrainingData(),
                    "./fathom " + OriginalArguments.of(spec));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }

    private Material languageModel() throws IOException {
        LanguageOptions.requireFit(true, given());
        data.generated(); // which says what is missing
        OptionDefaults.apply(LanguageOptions.DEFAULTS, spec, given());
        ModelBundle trainedOn = parent == null ? null : parent(parent);
        LanguagePlan plan = languagePlan();
        requireRoom();
        return Material.of(plan, data.readLines(plan.recipe().seed()), trainedOn);
    }

    private ParseResult given() {
        return spec.commandLine().getParseResult();
    }

    /** Reads the bundle to train on; what it decides cannot be asked for, and a classifier has no teachers. */
    private ModelBundle parent(Path folder) {
        ModelBundle bundle = ModelBundle.read(
                BundleOption.folderOf("--from", folder, "leave --from out to begin with fresh weights"));
        refuse(DECIDED_BY_PARENT);
        keepArchitecture(bundle);
        if (bundle.model().task() == TaskKind.CLASSIFICATION) {
            refuse(List.of("--pooling"));
            if (teachers.count() > 0) {
                refuse(List.of("--teachers"));
            }
            spec.findOption("--teachers").setValue(0);
        }
        return bundle;
    }

    /** The architecture stays, but for a classifier that begins with a language model and asks for another. */
    private void keepArchitecture(ModelBundle bundle) {
        NetworkKind known = NetworkKind.of(bundle.architecture());
        boolean words = task == TaskKind.CLASSIFICATION && bundle.model().task() == TaskKind.LANGUAGE_MODEL;
        if (!words || !given().hasMatchedOption("--arch") || arch == known) {
            refuse(words ? List.of("--cycles") : List.of("--arch", "--cycles"));
            arch = known;
            return;
        }
        int layers = bundle.architecture().stack().layers();
        if (layers < arch.fewestLayers()) {
            throw CommandException.usage("--arch " + NameOf.format(arch) + " needs at least " + arch.fewestLayers()
                    + " layers, but the language model " + bundle.identity() + " has " + layers
                    + "; train one with more --layers");
        }
    }

    private void refuse(List<String> options) {
        for (String option : options) {
            if (given().hasMatchedOption(option)) {
                throw CommandException.usage(
                        option + " cannot be given with --from, since the bundle's network is trained on");
            }
        }
    }

    /** What would otherwise be noticed after the training. */
    private void requireRoom() throws IOException {
        TargetFolder.requireReplaceable(out);
        Files.createDirectories(checkpoint.file(out).toAbsolutePath().getParent());
        Files.createDirectories(out.toAbsolutePath().getParent());
    }

    private ClassifierPlan plan() {
        try {
            return new ClassifierPlan(
                    id(),
                    shape.toShape(arch),
                    recipe.toRecipe(),
                    recipe.toClassifierRecipe(teachers),
                    teachers.count(),
                    teachers.steps(),
                    depthZeroUse(),
                    inScopeLoss,
                    data.toTrainingData(),
                    "./fathom " + OriginalArguments.of(spec));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }

    private DepthZeroUse depthZeroUse() {
        if (depthZero == null) {
            return base == null ? DepthZeroUse.WHERE_IT_PAYS : DepthZeroUse.ALWAYS;
        }
        return depthZero ? DepthZeroUse.ALWAYS : DepthZeroUse.NEVER;
    }

    private LanguagePlan languagePlan() {
        try {
            return new LanguagePlan(
                    id(),
                    shape.toLanguageShape(arch, language.normalization()),
                    recipe.toRecipe(),
                    language.toRecipe(),
                    language.falseAlarms(),
                    data.toTrainingData(),
                    "./fathom " + OriginalArguments.of(spec));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }

    private String id() {
        return id == null ? String.valueOf(out.getFileName()) : id;
    }

    /** Trains to the end, or until asked to stop; leaves a checkpoint after every look at dev. */
    private boolean run(BundleTraining training, Interruption interruption) throws IOException {
        while (!training.isDone()) {
            boolean looked = training.run(STEPS_AT_A_TIME);
            if (looked || interruption.requested()) {
                training.writeCheckpoint(checkpoint.file(out));
            }
            if (interruption.requested()) {
                return false;
            }
        }
        return true;
    }

    private void report(ModelBundle bundle, BundleTraining.Finished finished) {
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.println("wrote " + bundle.identity() + " to " + out);
        bundle.model()
                .quality()
                .forEach((name, value) -> terminal.println(String.format(Locale.ROOT, "  %-42s %.4f", name, value)));
        DepthCalibration depth = finished instanceof ClassifierTraining.Finished classifier
                ? classifier.depth()
                : finished instanceof EncoderTraining.Finished encoder ? encoder.depth() : null;
        if (depth != null) {
            ComparisonTable.of(depth.comparison(), depth.choice().tolerance()).forEach(terminal::println);
            terminal.println(depth.advice());
        }
    }
}
