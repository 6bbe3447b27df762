package io.fathom.bench;

import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.training.TsvReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fathom bench}: measures and prints; it judges nothing. */
@Command(
        name = "fathom bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures the engine as a share of the machine's sgemm, the pipeline as a share of the engine, token"
                        + " routers as a share of the layers without them, and what grows with a cluster.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"})
public final class Bench implements Callable<Integer> {

    /** What can be measured. */
    enum Part {
        ENGINE,
        PIPELINE,
        ROUTERS,
        SCALE
    }

    /** What is measured if nothing is named. */
    private static final Set<Part> USUAL = EnumSet.of(Part.ENGINE, Part.PIPELINE);

    private static final int PIPELINE_WIDTH = 128;
    private static final int ROUTER_WIDTH = 256;
    private static final int ROUTER_TOKENS = 128;
    private static final long SEED = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "PART",
            description = "engine, pipeline, routers, scale; the first two if none is given.")
    private Set<Part> parts = EnumSet.noneOf(Part.class);

    @Option(names = "--quick", description = "Shorter and fewer rounds, below a minute in all; noisier.")
    private boolean quick;

    @Option(names = "--json", description = "Print one line of JSON last.")
    private boolean json;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each part (default: 7, or 2 with --quick).")
    private @Nullable Integer rounds;

    @Option(
            names = "--widths",
            split = ",",
            paramLabel = "D",
            description = "Widths of the engine's models, multiples of 32 (default: ${DEFAULT-VALUE}).")
    private List<Integer> widths = List.of(128, 256);

    @Option(
            names = "--bundle",
            paramLabel = "DIR",
            description = "The pipeline's bundle (default: random weights, d " + PIPELINE_WIDTH
                    + "); with --input, one whose routers are measured by quality too.")
    private @Nullable Path bundle;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "The pipeline's texts, one a line, or label<TAB>text (default: random sentences).")
    private @Nullable Path input;

    public static void main(String[] args) {
        int exitCode = new CommandLine(new Bench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("fathom bench: " + failure.getMessage());
                    return 1;
                })
                .execute(args);
        // Flink and Kafka leave threads behind that are no reason to stay.
        System.exit(exitCode);
    }

    @Override
    public Integer call() throws Exception {
        check();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Set<Part> wanted = parts.isEmpty() ? USUAL : parts;
        int cores = Runtime.getRuntime().availableProcessors();
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        int times = rounds != null ? rounds : quick ? 2 : 7;
        Path folder = Files.createTempDirectory("fathom-bench-");
        try {
            List<EngineBenchmark.Row> engine = wanted.contains(Part.ENGINE)
                    ? new EngineBenchmark(
                                    widths,
                                    workerCounts(cores),
                                    times,
                                    Duration.ofMillis(quick ? 1200 : 4000),
                                    err::println)
                            .run(folder)
                    : List.of();
            PipelineBenchmark.Result pipeline = null;
            if (wanted.contains(Part.PIPELINE)) {
                ModelBundle served = bundle != null
                        ? ModelBundle.read(bundle)
                        : SyntheticBundle.writeAdaptive(folder.resolve("pipeline"), PIPELINE_WIDTH, SEED);
                pipeline = new PipelineBenchmark(
                                served, texts(), cores, times, Duration.ofMillis(quick ? 2500 : 10_000), err::println)
                        .run(folder);
            }
            List<RouterBenchmark.Row> routers =
                    wanted.contains(Part.ROUTERS) ? routers(times, err::println) : List.of();
            List<RouterQuality.Row> quality = wanted.contains(Part.ROUTERS) && bundle != null && input != null
                    ? quality(bundle, input)
                    : List.of();
            ScaleBenchmark.Result scale =
                    wanted.contains(Part.SCALE) ? new ScaleBenchmark(quick, times, err::println).run(folder) : null;
            Report report = new Report(cores, load, engine, pipeline, routers, quality, scale);
            report.print(out);
            if (json) {
                out.println(report.json());
                out.flush();
            }
            return 0;
        } finally {
            delete(folder);
        }
    }

    /** Shares at one batch size, and one share at several sizes, as the paper has them; fewer in a quick run. */
    private List<RouterBenchmark.Row> routers(int times, Consumer<String> progress) {
        Duration perMeasurement = Duration.ofMillis(quick ? 300 : 2000);
        List<RouterBenchmark.Row> rows = new ArrayList<>(new RouterBenchmark(
                        ROUTER_WIDTH,
                        ROUTER_TOKENS,
                        List.of(quick ? 8 : 32),
                        quick ? List.of(0.25, 0.5, 0.75) : List.of(0.1, 0.25, 0.5, 0.75, 0.9, 1.0),
                        times,
                        perMeasurement,
                        progress)
                .run());
        rows.addAll(new RouterBenchmark(
                        ROUTER_WIDTH,
                        ROUTER_TOKENS,
                        quick ? List.of(1) : List.of(1, 8, 64),
                        List.of(0.5),
                        times,
                        perMeasurement,
                        progress)
                .run());
        return rows;
    }

    private static List<RouterQuality.Row> quality(Path bundle, Path labelled) {
        return RouterQuality.of(ModelBundle.read(bundle), TsvReader.read(labelled));
    }

    private void check() {
        for (int width : widths) {
            if (width < 32 || width % 32 != 0) {
                throw new ParameterException(
                        spec.commandLine(), "--widths must be multiples of 32 (the head dimension), but was " + width);
            }
        }
        if (rounds != null && rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds must be at least 1, but was " + rounds);
        }
    }

    /** 1, 2, 4, … and all; only 1 and all in a quick run. */
    private List<Integer> workerCounts(int cores) {
        Set<Integer> counts = new TreeSet<>(Set.of(1));
        for (int n = 2; n < cores && !quick; n *= 2) {
            counts.add(n);
        }
        counts.add(cores);
        return List.copyOf(counts);
    }

    private List<String> texts() throws IOException {
        if (input == null) {
            return SyntheticBundle.texts(SEED, 2048);
        }
        try (Stream<String> lines = Files.lines(input)) {
            List<String> texts =
                    lines.map(line -> line.substring(line.indexOf('\t') + 1)).toList();
            if (texts.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), "--input must hold at least one line, but " + input + " is empty");
            }
            return texts;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            // Flink is still writing; the rest is the system's to clean.
        }
    }
}
