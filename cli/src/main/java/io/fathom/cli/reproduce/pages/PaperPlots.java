package io.fathom.cli.reproduce.pages;

import io.fathom.cli.plot.Plot;
import io.fathom.cli.plot.Plot.Series;
import io.fathom.cli.reproduce.claims.Catalogue;
import io.fathom.cli.reproduce.claims.Method;
import io.fathom.cli.reproduce.claims.Paper;
import io.fathom.cli.reproduce.claims.Quantity;
import io.fathom.cli.reproduce.claims.Quantity.Arm;
import io.fathom.cli.reproduce.claims.Sweep;
import io.fathom.cli.reproduce.results.Runs;
import io.fathom.model.training.experiment.Measurement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What is drawn for each paper. */
public final class PaperPlots implements Pages.PlotsOfPaper {
    private static final String LAYERS = "executed layers for a character (mean)";
    private static final String NATS = "validation loss (nats a character)";
    /** Series that one plot can hold and stay legible. */
    private static final int MOST = 7;
    /** Layers between marks of equal compute. */
    private static final double APART = 0.12;

    private final Catalogue catalogue;

    public PaperPlots(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public List<Plot> plots(Paper paper, Runs runs) {
        PlotSeries series = new PlotSeries(runs);
        List<Plot> plots = new ArrayList<>();
        plots.add(finals(paper, series));
        plots.addAll(curves(paper, series));
        if (paper.name().equals("ztt")) {
            plots.addAll(
                    exits(series, new Arm("text", "ztt-3"), "ztt-exits", "Stopping early, trained on the last cycle"));
            plots.addAll(exits(
                    series,
                    new Arm("text", "ztt-3-random"),
                    "ztt-exits-random",
                    "Stopping early, trained on random exits"));
            plots.add(new Plot(
                    "ztt-exits-ring",
                    "Stopping early on rings",
                    "executed layers for a record (mean)",
                    "right answers (share)",
                    exitSeries(series, new Arm("ring", "ztt"), Measurement::accuracy)));
        }
        if (paper.name().equals("tsa")) {
            plots.add(routing(series));
        }
        return plots;
    }

    /** Routed, stopped early, or simply shallower: loss against what each of them spends. */
    private static Plot routing(PlotSeries series) {
        List<Series> all = new ArrayList<>();
        all.add(series.band(
                "early exit, confidence",
                Sweep.of(new Arm("text", "early-exit-6"), "confidence-q", Measurement::loss)));
        for (int layers = 4; layers <= 6; layers++) {
            Arm dense = new Arm("text", "vt-" + layers);
            all.add(series.mark(
                    "dense, " + layers + " layers",
                    Quantity.layers(dense, Measurement.FINAL),
                    Quantity.loss(dense, Measurement.FINAL)));
        }
        Arm dear = new Arm("text", "tsa-0.05");
        all.add(series.mark(
                "λ = 0.05, soft (contribution)",
                Quantity.value(dear, Measurement.FINAL).map(alpha -> 1 + 5 * alpha),
                Quantity.loss(dear, Measurement.FINAL)));
        all.add(series.mark("λ = 0.05, hard", Quantity.layers(dear, "hard"), Quantity.loss(dear, "hard")));
        all.add(series.mark(
                "λ = 0.05, trained for hard", Quantity.layers(dear, "hard-tuned"), Quantity.loss(dear, "hard-tuned")));
        return new Plot("tsa-compute", "Routing, stopping early, or fewer layers", LAYERS, NATS, all);
    }

    /** The curves themselves, and what decides: how far the rules lie above random exits in the same seed. */
    private static List<Plot> exits(PlotSeries series, Arm arm, String name, String title) {
        return List.of(
                new Plot(name, title, LAYERS, NATS, exitSeries(series, arm, Measurement::loss)),
                new Plot(
                        name + "-gap",
                        title + ": loss above random exits",
                        LAYERS,
                        "loss above random exits at equal compute (nats)",
                        List.of(
                                gap(series, arm, "zero attention", "zero"),
                                gap(series, arm, "confidence", "confidence"),
                                gap(series, arm, "corrected zero attention", "corrected"))));
    }

    private static Series gap(PlotSeries series, Arm arm, String name, String prefix) {
        return series.gap(
                name,
                Sweep.of(arm, prefix + "-q", Measurement::loss),
                Sweep.of(arm, prefix + "-random-q", Measurement::loss));
    }

    private static List<Series> exitSeries(PlotSeries series, Arm arm, ToDoubleFunction<Measurement> figure) {
        return List.of(
                series.band("zero attention", Sweep.of(arm, "zero-q", figure)),
                series.band("random exits", Sweep.of(arm, "zero-random-q", figure)),
                series.band("confidence", Sweep.of(arm, "confidence-q", figure)),
                series.marks("fixed cycles", Sweep.of(arm, "cycles-", figure)));
    }

    /** Every language model where it ended: loss against executed layers. */
    private Plot finals(Paper paper, PlotSeries series) {
        List<Series> marks = texts(paper).stream()
                .map(m -> series.mark(
                        m.arm().method(),
                        Quantity.layers(m.arm(), Measurement.FINAL),
                        Quantity.loss(m.arm(), Measurement.FINAL)))
                .toList();
        return new Plot(
                paper.name() + "-finals", "Where the language models end", LAYERS + ", set apart", NATS, apart(marks));
    }

    /** Marks of equal compute side by side instead of one over the other. */
    private static List<Series> apart(List<Series> marks) {
        Map<Double, Integer> seen = new HashMap<>();
        return marks.stream()
                .map(s -> new Series(
                        s.name(),
                        s.form(),
                        s.points().stream()
                                .map(p ->
                                        new Plot.Point(p.x() + APART * (seen.merge(p.x(), 1, Integer::sum) - 1), p.y()))
                                .toList()))
                .toList();
    }

    /** Validation loss on the way, at most {@value #MOST} methods a plot. */
    private List<Plot> curves(Paper paper, PlotSeries series) {
        List<Series> bands = texts(paper).stream()
                .map(m ->
                        series.band(m.arm().method(), new Sweep(m.arm(), "step-", PaperPlots::step, Measurement::loss)))
                .filter(s -> !s.points().isEmpty())
                .toList();
        List<Plot> plots = new ArrayList<>();
        for (int from = 0; from < bands.size(); from += MOST) {
            plots.add(new Plot(
                    paper.name() + "-curves-" + (plots.size() + 1),
                    "How the language models learn",
                    "optimiser steps",
                    NATS,
                    bands.subList(from, Math.min(from + MOST, bands.size()))));
        }
        return plots;
    }

    private List<Method> texts(Paper paper) {
        return catalogue.methodsOf(paper).stream()
                .filter(m -> m.arm().task().equals("text"))
                .toList();
    }

    private static double step(Measurement measurement) {
        return Double.parseDouble(measurement.setting().substring("step-".length()));
    }
}
