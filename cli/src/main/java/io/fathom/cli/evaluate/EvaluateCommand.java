package io.fathom.cli.evaluate;

import io.fathom.cli.CommandException;
import io.fathom.cli.ExitCodes;
import io.fathom.cli.calibrate.ComparisonTable;
import io.fathom.cli.frontier.MeasuredTable;
import io.fathom.cli.frontier.QualityUnit;
import io.fathom.cli.generated.GivenRecords.GivenRecord;
import io.fathom.cli.options.BundleOption;
import io.fathom.cli.options.EngineFlags;
import io.fathom.cli.options.NameOf;
import io.fathom.cli.terminal.ProgressBar;
import io.fathom.model.budget.CostModel;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.TaskKind;
import io.fathom.model.depth.ExitPolicySyntax;
import io.fathom.model.engine.EngineOptions;
import io.fathom.model.training.ExitChoice;
import io.fathom.model.training.FrontierStudy;
import io.fathom.model.training.LabelledText;
import io.fathom.model.training.LanguageFrontierStudy;
import io.fathom.model.training.SignalStudy;
import java.io.PrintWriter;
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
        description =
                "Score labelled texts, or texts alone with a language model, at every fixed depth and under the exit"
                        + " policy, and compare.",
        footer = {
            "",
            "Examples:",
            "  ./fathom evaluate --data test.tsv",
            "  ./fathom evaluate --bundle my-bundle --data test.tsv --json",
            "  ./fathom evaluate --bundle bundles/parcels --generate parcels --records 3000 --seed 7",
            "  ./fathom evaluate --bundle my-log-model --data test.tsv --normal-label normal",
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
            description = "Compare all exit signals on these texts as well, with the bundle's own probes, and hold the"
                    + " policy against others of as many cycles.")
    private boolean signals;

    @Option(names = "--json", description = "Print one JSON object as the last line, and no table.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        ModelBundle model = bundle.read();
        EngineOptions options = flags.toEngineOptions(model);
        if (model.model().task() == TaskKind.LANGUAGE_MODEL) {
            surprises(model, options);
        } else {
            labels(model, options);
        }
        return ExitCodes.DONE;
    }

    private void labels(ModelBundle model, EngineOptions options) throws InterruptedException {
        List<GivenRecord> records = data.read();
        requireKnownLabel(model, records);
        String outOfScope = model.calibration().outOfScopeLabel();
        CostModel costs = model.model().costModel();
        int maxCycles = model.architecture().maxCycles();
        EveryDepth<Evaluation> depths = everyDepth(
                model,
                options,
                records.size(),
                (engine, p) -> SetScorer.score(engine, records, outOfScope, costs, maxCycles, p));
        EvaluationReport report = new EvaluationReport(
                NameOf.format(model.model().task()),
                records.size(),
                depths.firstDepth(),
                depths.fixed(),
                ExitPolicySyntax.format(options.exitPolicy()),
                depths.policy(),
                new MeasuredTable(FrontierStudy.of(model, labelled(records)), QualityUnit.ACCURACY));
        PrintWriter out = spec.commandLine().getOut();
        SignalStudy study = signals ? SignalStudy.of(model, labelled(records)) : null;
        EqualCyclesTable equal = study == null
                ? null
                : new EqualCyclesTable(
                        report.policyName(),
                        study.atEqualCycles(options.exitPolicy().resolved(model.frontier())));
        if (json) {
            out.println(report.json(equal));
            return;
        }
        report.table().forEach(out::println);
        out.println();
        out.println(report.advice());
        if (study != null && equal != null) {
            out.println();
            ComparisonTable.of(study.comparison(), ExitChoice.TOLERANCE).forEach(out::println);
            out.println();
            equal.lines().forEach(out::println);
        }
    }

    /** Data of another task would be scored too, and every answer would be wrong. */
    private static void requireKnownLabel(ModelBundle model, List<GivenRecord> records) {
        if (records.stream().noneMatch(r -> model.labels().contains(r.labelled().label()))) {
            throw CommandException.failed("labels of the records must be among those of bundle '"
                    + model.identity().id()
                    + "', but none is, such as '" + records.get(0).labelled().label()
                    + "'; evaluate on data of the bundle's own task, or choose another with --bundle");
        }
    }

    private static List<LabelledText> labelled(List<GivenRecord> records) {
        return records.stream().map(GivenRecord::labelled).toList();
    }

    private void surprises(ModelBundle model, EngineOptions options) throws InterruptedException {
        if (signals) {
            throw CommandException.usage(
                    "--signals compares answers of a classifier, but the bundle is a language model;"
                            + " leave it out");
        }
        SurpriseData texts = data.readTexts();
        EveryDepth<SurpriseEvaluation> depths = everyDepth(
                model,
                options,
                texts.texts().size(),
                (engine, p) -> SurpriseEvaluation.of(SetScorer.results(engine, texts.texts(), p), texts.strange()));
        SurpriseReport report = new SurpriseReport(
                NameOf.format(model.model().task()),
                texts,
                depths,
                ExitPolicySyntax.format(options.exitPolicy()),
                new MeasuredTable(LanguageFrontierStudy.measure(model, texts.texts()), QualityUnit.BITS_PER_CHARACTER));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report.json());
        } else {
            report.table().forEach(out::println);
        }
    }

    private <E> EveryDepth<E> everyDepth(ModelBundle model, EngineOptions options, int records, EveryDepth.Run<E> run)
            throws InterruptedException {
        long total = (long) records * EveryDepth.runs(model);
        try (ProgressBar bar = ProgressBar.on(spec.commandLine().getErr(), "evaluating", total, "records")) {
            return EveryDepth.of(model, options, records, bar, run);
        }
    }
}
