package io.fathom.cli.reproduce.claims;

import static io.fathom.cli.reproduce.claims.Quantity.layers;
import static io.fathom.cli.reproduce.claims.Quantity.loss;
import static io.fathom.cli.reproduce.claims.Quantity.value;
import static io.fathom.cli.reproduce.claims.ZttClaims.VT6;
import static io.fathom.cli.reproduce.claims.ZttClaims.text;
import static io.fathom.model.training.experiment.Measurement.FINAL;

import io.fathom.cli.reproduce.claims.Quantity.Arm;
import io.fathom.model.nn.LayerStack;
import io.fathom.model.statistics.Curve;
import io.fathom.model.statistics.Curve.Point;
import io.fathom.model.training.ExitTraining;
import io.fathom.model.training.experiment.LanguageExperiment;
import io.fathom.model.training.experiment.LanguageNetwork;
import io.fathom.model.training.experiment.Measurement;
import io.fathom.model.training.experiment.Schedule;
import io.fathom.model.training.experiment.TokenSelectiveExperiment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Claims T1 to T7 (papers.md 2.10) and their methods, and T0: whether the published training can be had at all. */
final class TsaClaims {
    /** One layer that always runs, five with routers. */
    private static final int ROUTED = 5;

    private static final Arm VT4 = text("vt-4");
    private static final Arm VT5 = text("vt-5");
    private static final Arm EARLY_EXIT = text("early-exit-6");
    private static final Arm FREE = text("tsa-0");
    private static final Arm FREE_EVEN = text("tsa-0-bias-0");
    private static final Arm FREE_OPEN = text("tsa-0-bias-4");
    private static final Arm CHEAP = text("tsa-0.001");
    private static final Arm DEAR = text("tsa-0.05");

    private static final Range HALF_A_PERCENT = Range.below(0.005);
    private static final Range LOWER = Range.below(0);
    private static final double MOVED = 0.02;
    private static final double ABOUT_HALF = 0.45;

    private TsaClaims() {}

    static List<Method> methods(Size size) {
        List<Method> methods = new ArrayList<>();
        ZttClaims.dense(methods, size, VT4, 4);
        ZttClaims.dense(methods, size, VT5, 5);
        LanguageNetwork exits = size.network(new LayerStack(false, 1, false, ROUTED + 1, false));
        methods.add(new Method(
                EARLY_EXIT,
                "early exit: 6 layers, a read-out after each, trained on all",
                LanguageExperiment.of(exits, size.language())
                        .learningFrom(ExitTraining.ALL)
                        .leavingByCharacter(1)));
        methods.add(routed(size, FREE, 0, -1, null));
        methods.add(routed(size, FREE_EVEN, 0, 0, null));
        methods.add(routed(size, FREE_OPEN, 0, -4, null));
        Schedule further = size.language().withSteps(Math.max(1, size.language().steps() / 5));
        methods.add(routed(size, CHEAP, 0.001, -1, further));
        methods.add(routed(size, DEAR, 0.05, -1, further));
        methods.addAll(PublishedCurve.methods(size));
        return methods;
    }

    private static Method routed(Size size, Arm arm, double price, double bias, @Nullable Schedule further) {
        LanguageNetwork network =
                size.network(new LayerStack(true, ROUTED, false, 1, true)).withRouters();
        return new Method(
                arm,
                "TSA, price of the gates " + Figures.number(price) + ", b₂ = " + Figures.number(bias),
                new TokenSelectiveExperiment(network, size.language(), price, bias, further));
    }

    static Paper paper() {
        return new Paper(
                "tsa",
                "Token-Selective Attention",
                "Abdalla Mohammed, *Adaptive Computation Depth via Learned Token Routing in Transformers*, arXiv 2605.05222"
                        + " (2026).",
                List.of(
                        "Accounting corrected: α is the final one, in evaluation mode, over the whole"
                                + " validation split; early exit's savings are not discounted twice; dense networks of fewer"
                                + " layers stand beside.",
                        "With soft gates every layer is run, so `layers` says 6; what the paper counts as saved is the gates'"
                                + " contribution, 1 + 5 α layers.",
                        "With hard gates a token above the threshold leaves out the feed-forward; attention stays dense and"
                                + " counts as a third of a layer in `layers`."),
                List.of(PublishedCurve.claim(), t1(), t2(), t3(), t4(), t5(), t6(), t7()));
    }

    /** 1 + (L − 1) α: what the gates let through, as the paper counts it. */
    private static Quantity contribution(Arm arm, String setting) {
        return value(arm, setting).map(alpha -> 1 + ROUTED * alpha);
    }

    /** Δ = 1 − (1 + (L − 1) α) / L (papers.md 2.5). */
    private static Quantity saved(Arm arm, String setting) {
        return contribution(arm, setting).map(layers -> 1 - layers / (ROUTED + 1));
    }

    private static Quantity worse(Arm arm, String setting) {
        return loss(arm, setting).relativeTo(loss(VT6, FINAL));
    }

    private static Claim t1() {
        return new Claim(
                "T1",
                "Routers add 1.7 % parameters",
                "Mohammed 2026, section on parameters",
                "Counted at the paper's size: 82,565 on 4,782,336.",
                List.of(Part.exact(
                        "parameters of the routers / the rest",
                        value(FREE, "paper-overhead"),
                        new Range(0.01726, 0.01727))));
    }

    private static Claim t2() {
        return new Claim(
                "T2",
                "At λ = 0.001 the loss is within 0.5 % of dense, with α of 0.70 to 0.75",
                "Mohammed 2026, language tables",
                "Soft gates, against 6 dense layers.",
                List.of(
                        Part.deciding("relative loss above 6 dense layers", worse(CHEAP, FINAL), HALF_A_PERCENT),
                        Part.deciding("α", value(CHEAP, FINAL), new Range(0.70, 0.75))));
    }

    private static Claim t3() {
        return new Claim(
                "T3",
                "Routers learn to skip without any price (λ = 0)",
                "Mohammed 2026",
                "That α is below 1 says nothing, since it starts at sigmoid(−b₂). The test is that it moves away from where it"
                        + " starts by at least " + MOVED + ", from two starts.",
                List.of(
                        Part.deciding("b₂ = −1: α at the start − α at the end", moved(FREE), Range.above(MOVED)),
                        Part.deciding("b₂ = 0: α at the start − α at the end", moved(FREE_EVEN), Range.above(MOVED)),
                        Part.beside("b₂ = −4: α at the start − α at the end", moved(FREE_OPEN), Range.above(MOVED)),
                        Part.beside("b₂ = −1: α at the end", value(FREE, FINAL), Range.below(0.999)),
                        Part.beside("b₂ = 0: α at the end", value(FREE_EVEN, FINAL), Range.below(0.999))));
    }

    private static Quantity moved(Arm arm) {
        return value(arm, "init").minus(value(arm, FINAL));
    }

    private static Claim t4() {
        return new Claim(
                "T4",
                "At λ = 0.05 about half is saved at less than 0.5 % of the loss",
                "Mohammed 2026, λ sweep",
                "Soft gates and the paper's own accounting: nothing is skipped in truth.",
                List.of(
                        Part.deciding("relative loss above 6 dense layers", worse(DEAR, FINAL), HALF_A_PERCENT),
                        Part.deciding("contribution saved, Δ", saved(DEAR, FINAL), Range.above(ABOUT_HALF))));
    }

    private static Claim t5() {
        return new Claim(
                "T5",
                "The same with hard gates",
                "implied by Mohammed 2026, measured by nobody",
                "λ = 0.05, threshold 0.5. Beside it: a threshold at which as many gates are open as soft ones let through, and"
                        + " a short training for hard gates (straight-through).",
                List.of(
                        Part.deciding("relative loss above 6 dense layers", worse(DEAR, "hard"), HALF_A_PERCENT),
                        Part.deciding(
                                "saved in the paper's accounting, Δ", saved(DEAR, "hard"), Range.above(ABOUT_HALF)),
                        Part.beside(
                                "layers really saved, attention counted",
                                layers(DEAR, "hard").map(l -> 1 - l / (ROUTED + 1)),
                                Range.above(0.2)),
                        Part.beside("matched threshold: relative loss", worse(DEAR, "hard-matched"), HALF_A_PERCENT),
                        Part.beside("trained for it: relative loss", worse(DEAR, "hard-tuned"), HALF_A_PERCENT),
                        Part.beside(
                                "trained for it: saved in the paper's accounting, Δ",
                                saved(DEAR, "hard-tuned"),
                                Range.above(ABOUT_HALF)),
                        Part.beside("λ = 0.001, threshold 0.5: relative loss", worse(CHEAP, "hard"), HALF_A_PERCENT),
                        Part.beside(
                                "λ = 0.001, trained for it: relative loss",
                                worse(CHEAP, "hard-tuned"),
                                HALF_A_PERCENT)));
    }

    private static Claim t6() {
        Sweep exits = Sweep.of(EARLY_EXIT, "confidence-q", Measurement::loss);
        return new Claim(
                "T6",
                "Token routing beats early exit at equal compute (by the paper's accounting)",
                "Mohammed 2026, early-exit table",
                "Loss of TSA less that of early exit by confidence where that runs as many layers. The deciding part counts"
                        + " TSA's soft contribution as if it were saved, as the paper does; the hard ones count what is run.",
                List.of(
                        Part.deciding(
                                "λ = 0.001, soft: loss − early exit at 1 + 5 α layers (nats a character)",
                                loss(CHEAP, FINAL).minus(exits.at(contribution(CHEAP, FINAL))),
                                LOWER),
                        Part.beside(
                                "λ = 0.05, soft: loss − early exit at 1 + 5 α layers (nats a character)",
                                loss(DEAR, FINAL).minus(exits.at(contribution(DEAR, FINAL))),
                                LOWER),
                        Part.beside(
                                "λ = 0.05, hard and trained for it: loss − early exit at equal layers (nats a character)",
                                loss(DEAR, "hard-tuned").minus(exits.at(layers(DEAR, "hard-tuned"))),
                                LOWER),
                        Part.beside(
                                "λ = 0.05, soft: loss − fewer dense layers at 1 + 5 α layers (nats a character)",
                                loss(DEAR, FINAL).minus(denseAt(contribution(DEAR, FINAL))),
                                LOWER),
                        Part.beside(
                                "λ = 0.05, hard and trained for it: loss − fewer dense layers (nats a character)",
                                loss(DEAR, "hard-tuned").minus(denseAt(layers(DEAR, "hard-tuned"))),
                                LOWER)));
    }

    /** Loss of dense networks of 4, 5 and 6 layers, at a number of layers between them. */
    private static Quantity denseAt(Quantity compute) {
        Quantity four = loss(VT4, FINAL);
        Quantity five = loss(VT5, FINAL);
        Quantity six = loss(VT6, FINAL);
        return new Quantity(union(compute, four, five, six), (runs, seed) -> {
            var x = compute.of(runs, seed);
            var y4 = four.of(runs, seed);
            var y5 = five.of(runs, seed);
            var y6 = six.of(runs, seed);
            if (x.isEmpty() || y4.isEmpty() || y5.isEmpty() || y6.isEmpty()) {
                return OptionalDouble.empty();
            }
            Curve dense = new Curve(List.of(
                    new Point(4, y4.getAsDouble()), new Point(5, y5.getAsDouble()), new Point(6, y6.getAsDouble())));
            return OptionalDouble.of(dense.at(x.getAsDouble()));
        });
    }

    private static Set<Arm> union(Quantity... quantities) {
        Set<Arm> arms = new LinkedHashSet<>();
        for (Quantity q : quantities) {
            arms.addAll(q.needs());
        }
        return arms;
    }

    private static Claim t7() {
        return new Claim(
                "T7",
                "Hard gates are faster by the clock than soft ones",
                "Mohammed 2026, wall-clock table (on synthetic gates)",
                "Time of a forward pass with soft gates over that with hard ones, trained for hard gates at λ = 0.05, one CPU"
                        + " thread, operation by operation; the two take turns. The paper's table is against a dense network,"
                        + " which is harder to beat, since routers cost time as well; no dense one is timed in these runs."
                        + " [docs/results/token-gates.md](../token-gates.md) has one: at d = 256, 32 rows of 128 tokens, random"
                        + " weights, hard gates run at 1.54 times the speed of dense with 10 % open, 1.43 with 25 %, 1.19 with"
                        + " 49 % and 0.96 with all, soft ones at 0.92 to 0.98.",
                List.of(
                        Part.deciding("speed-up against soft, 16 windows", fasterThanSoft(16), Range.above(1)),
                        Part.beside("speed-up against soft, 1 window", fasterThanSoft(1), Range.above(1)),
                        Part.beside("speed-up against soft, 64 windows", fasterThanSoft(64), Range.above(1)),
                        Part.beside("α of the hard gates", value(DEAR, "hard-tuned"), Range.below(0.6))));
    }

    private static Quantity fasterThanSoft(int rows) {
        return value(DEAR, "time-soft-b" + rows).over(value(DEAR, "time-hard-b" + rows));
    }
}
