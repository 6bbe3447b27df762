package io.fathom.cli.evaluate;

import io.fathom.cli.ExitCodes;
import io.fathom.cli.calibrate.ComparisonTable;
import io.fathom.cli.options.BundleOption;
import io.fathom.cli.options.EngineFlags;
import io.fathom.cli.options.NameOf;
import io.fathom.cli.terminal.ProgressBar;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitPolicySyntax;
import io.fathom.model.engine.EngineOptions;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringEngines;
import io.fathom.model.training.ExitChoice;
import io.fathom.model.training.LabelledText;
import io.fathom.model.training.SignalStudy;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fathom evaluate}: through the same engine that serves, so its figures are what a stream gets. */
@Command(
        name = "evaluate",
        description = "Score labelled texts at every fixed depth and under the exit policy, and compare.",
        footer = {
            "",
            "Examples:",
            "  ./fathom evaluate --data test.tsv",
            "  ./fathom evaluate --bundle my-bundle --data test.tsv --json",
            "  ./fathom evaluate --bundle bundles/parcels --generate parcels --records 3000 --seed 7",
        })
public final class EvaluateCommand implements Callable<Integer> {

    @Mixin
    private BundleOption bundle = new BundleOption();

    @Mixin
    private EvaluationData data = new EvaluationData();

    @Mixin
    private EngineFlags flags = new EngineFlags();

    @Option(
            names = "--signals",
            description = "Compare all exit signals on these texts as well, with the bundle's own probes.")
    private boolean signals;

    @Option(names = "--json", description = "Print one JSON object as the last line, and no table.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        ModelBundle model = bundle.read();
        EngineOptions options = flags.toEngineOptions(model);
        List<EvaluationData.Item> records = data.read();
        EvaluationReport report = evaluate(model, options, records);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report.json());
        } else {
            report.table().forEach(out::println);
            out.println();
            out.println(report.advice());
            if (signals) {
                out.println();
                ComparisonTable.of(SignalStudy.of(model, labelled(records)), ExitChoice.TOLERANCE)
                        .forEach(out::println);
            }
        }
        return ExitCodes.DONE;
    }

    private static List<LabelledText> labelled(List<EvaluationData.Item> records) {
        return records.stream().map(EvaluationData.Item::labelled).toList();
    }

    private EvaluationReport evaluate(ModelBundle model, EngineOptions options, List<EvaluationData.Item> records)
            throws InterruptedException {
        int deepest = model.architecture().maxCycles();
        long total = (long) records.size() * (deepest + 1);
        List<Evaluation> fixed = new ArrayList<>();
        try (ProgressBar bar = ProgressBar.on(spec.commandLine().getErr(), "evaluating", total, "records")) {
            for (int cycles = 1; cycles <= deepest; cycles++) {
                ExitPolicy depth = new ExitPolicy.Fixed(cycles);
                fixed.add(run(model, options.withExitPolicy(depth), records, bar, cycles - 1));
            }
            Evaluation policy = run(model, options, records, bar, deepest);
            return new EvaluationReport(
                    NameOf.format(model.model().task()),
                    records.size(),
                    fixed,
                    ExitPolicySyntax.format(options.exitPolicy()),
                    policy);
        }
    }

    private static Evaluation run(
            ModelBundle model,
            EngineOptions options,
            List<EvaluationData.Item> records,
            ProgressBar bar,
            int runsBefore)
            throws InterruptedException {
        String policy = ExitPolicySyntax.format(options.exitPolicy());
        long before = (long) runsBefore * records.size();
        try (ScoringEngine engine = ScoringEngines.open(model, options)) {
            return SetScorer.score(
                    engine,
                    records,
                    model.calibration().outOfScopeLabel(),
                    model.manifest().cost().costModel(),
                    handedOver -> bar.update(before + handedOver, policy));
        }
    }
}
