package io.fathom.cli.demo;

import io.fathom.cli.CommandException;
import io.fathom.cli.generated.GeneratedData;
import io.fathom.cli.options.WholeNumber;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.TaskKind;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What the demo sends, how fast, and until when. */
final class DemoOptions {
    private static final double LIVE_RATE = 50;
    private static final long MOST_OUTSTANDING = 100_000;
    private static final long MOST_EVENTS = Integer.MAX_VALUE - 8L;

    @ArgGroup(exclusive = true)
    private Input input = new Input();

    /** One source of input, or none for the generator. */
    static final class Input {
        @Option(
                names = "--input",
                paramLabel = "FILE",
                description = "Send the lines of this file: a text a line, or label<TAB>text on every line.")
        private @Nullable Path file;

        @Option(names = "--stdin", description = "Send the lines of standard input, as they come.")
        private boolean stdin;

        @Option(
                names = "--generate",
                paramLabel = "NAME",
                converter = GeneratedData.Name.class,
                description =
                        "Send generated records of this kind: parcels. Default: what the bundle was trained on, where"
                                + " that is generated, and otherwise made-up customer requests.")
        private @Nullable GeneratedData generated;
    }

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of what is generated. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Events per second, 0 for as fast as possible. Default: 50, with --headless 0.")
    private @Nullable Double rate;

    @Option(
            names = "--events",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Stop after this many events. With --headless needed unless --input is given.")
    private @Nullable Integer events;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Stop sending after this many seconds.")
    private @Nullable Integer seconds;

    @Option(
            names = "--headless",
            description = "No view: run to the end, read everything back, check that no event is lost or doubled,"
                    + " and print one JSON object as the last line.")
    private boolean headless;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            defaultValue = "stream",
            converter = Scenario.Name.class,
            description =
                    "stream sends events at one rate; surge measures this machine, then sends ten times the load for"
                            + " a while, with a compute budget and again without. Default: ${DEFAULT-VALUE}.")
    private Scenario scenario = Scenario.STREAM;

    Scenario scenario() {
        return scenario;
    }

    long seed() {
        return seed;
    }

    /** @throws CommandException if an option was given that the scenario has no use for */
    void check() {
        if (scenario == Scenario.SURGE
                && (rate != null || events != null || seconds != null || input.file != null || input.stdin)) {
            throw CommandException.usage("--scenario surge makes its own events at its own times, but one of --rate,"
                    + " --events, --seconds, --input and --stdin was given; leave it out");
        }
    }

    boolean headless() {
        return headless;
    }

    /**
     * Decides the run; opens the input.
     *
     * @param policy the exit policy, for the view
     */
    DemoPlan plan(ModelBundle model, String policy, InputStream in) {
        Pacer pacer = pacer();
        InputSource source = open(in, model, labels(model));
        return new DemoPlan(
                model.identity() + ", " + policy + ", " + source,
                new Verdict(model.calibration().outOfScopeLabel()),
                model.architecture().maxCycles(),
                source,
                pacer,
                limit(),
                MOST_OUTSTANDING,
                seconds == null ? StopRule.never() : StopRule.after(Duration.ofSeconds(seconds)),
                expected(source));
    }

    private static Set<String> labels(ModelBundle model) {
        Set<String> labels = new HashSet<>(model.labels());
        labels.add(model.calibration().outOfScopeLabel());
        if (model.model().task() == TaskKind.LANGUAGE_MODEL) {
            labels.addAll(List.of("normal", "anomalous")); // what stands in place of a label
        }
        return labels;
    }

    private Pacer pacer() {
        if (rate == null) {
            return new Pacer(headless ? 0 : LIVE_RATE);
        }
        try {
            return new Pacer(rate);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--" + e.getMessage());
        }
    }

    private long limit() {
        return events == null ? MOST_EVENTS : events;
    }

    private InputSource open(InputStream in, ModelBundle model, Set<String> labels) {
        if (input.file != null) {
            return model.model().task() == TaskKind.LANGUAGE_MODEL
                    ? FileInput.open(input.file, labels::contains)
                    : FileInput.open(input.file);
        } else if (input.stdin) {
            return new LineInput(in);
        }
        if (headless && events == null && seconds == null) {
            throw CommandException.usage(
                    "--headless needs an end, but none of --events, --seconds and --input was given;"
                            + " add --events 2000 for example");
        }
        return generated(model, labels);
    }

    /** What is generated for this bundle, from the first input on. */
    InputSource generated(ModelBundle model) {
        return generated(model, labels(model));
    }

    private InputSource generated(ModelBundle model, Set<String> labels) {
        Optional<GeneratedData> generated = Optional.ofNullable(input.generated).or(() -> GeneratedData.of(model));
        return generated(generated, labels, seed);
    }

    /** What is generated for this bundle unless an option says otherwise. */
    static InputSource generated(ModelBundle model, long seed) {
        return generated(GeneratedData.of(model), labels(model), seed);
    }

    private static InputSource generated(Optional<GeneratedData> data, Set<String> labels, long seed) {
        // A label that the model cannot give would only measure that it cannot.
        return data.<InputSource>map(kind -> new GeneratedInput(kind, seed))
                .orElseGet(() -> new CustomerRequests(seed, labels::contains));
    }

    private OptionalInt expected(InputSource source) {
        if (source instanceof FileInput file) {
            return OptionalInt.of((int) Math.min(file.size(), limit()));
        }
        return events == null ? OptionalInt.empty() : OptionalInt.of(events);
    }
}
