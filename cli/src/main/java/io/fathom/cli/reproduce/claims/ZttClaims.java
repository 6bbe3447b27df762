package io.fathom.cli.reproduce.claims;

import static io.fathom.cli.reproduce.claims.Quantity.accuracy;
import static io.fathom.cli.reproduce.claims.Quantity.loss;
import static io.fathom.model.training.experiment.Measurement.FINAL;

import io.fathom.cli.reproduce.claims.Quantity.Arm;
import io.fathom.model.nn.LayerStack;
import io.fathom.model.nn.ZeroToken;
import io.fathom.model.training.ExitTraining;
import io.fathom.model.training.experiment.ConversionExperiment;
import io.fathom.model.training.experiment.LanguageExperiment;
import io.fathom.model.training.experiment.Measurement;
import java.util.ArrayList;
import java.util.List;

/** Claims Z1 to Z5 (papers.md 1.7) and their methods. */
public final class ZttClaims {
    /** Six layers as in the paper's first figure: one in front, four that are cycled, one behind. */
    private static final int MIDDLE = 4;

    static final Arm VT6 = text("vt-6");
    private static final Arm VT10 = text("vt-10");
    private static final Arm VT14 = text("vt-14");
    private static final Arm BC2 = text("bc-2");
    private static final Arm HTC2 = text("htc-2");
    private static final Arm HTC3 = text("htc-3");
    private static final Arm ZTT2 = text("ztt-2");
    private static final Arm ZTT3 = text("ztt-3");
    private static final Arm ZTT3_G0 = text("ztt-3-g0");
    private static final Arm ZTT3_ONE_KEY = text("ztt-3-one-key");
    private static final Arm HTC3_EMBEDDING = text("htc-3-cycle-embedding");
    private static final Arm HTC3_VALUE = text("htc-3-trained-value");
    private static final Arm ZTT3_RANDOM = text("ztt-3-random");
    private static final Arm CONVERT = text("vt-6-to-ztt-2");
    private static final Arm RING_ZTT = new Arm("ring", "ztt");
    private static final Arm RING_HTC = new Arm("ring", "htc");
    private static final Arm RING_BC = new Arm("ring", "bc-2");
    private static final Arm RING_VT = new Arm("ring", "vt-3");

    private static final String NATS = " (nats a character)";
    private static final String POINTS = " (share of right answers)";
    private static final Range LOWER = Range.below(0);
    private static final Range HIGHER = Range.above(0);

    private ZttClaims() {}

    static Arm text(String method) {
        return new Arm("text", method);
    }

    static List<Method> methods(Size size) {
        List<Method> methods = new ArrayList<>();
        dense(methods, size, VT6, 6);
        dense(methods, size, VT10, 10);
        dense(methods, size, VT14, 14);
        add(methods, size, BC2, "basic cycling: 6 layers, 2 cycles", LayerStack.plain(6, 2), ZeroToken.NONE);
        add(methods, size, HTC2, "head-tail cycling, 2 cycles", headTail(2), ZeroToken.NONE);
        add(methods, size, HTC3, "head-tail cycling, 3 cycles", headTail(3), ZeroToken.NONE);
        add(methods, size, ZTT2, "ZTT, 2 cycles, gate G1", headTail(2), ZeroToken.LAYER);
        add(methods, size, ZTT3, "ZTT, 3 cycles, gate G1", headTail(3), ZeroToken.LAYER);
        add(
                methods,
                size,
                ZTT3_G0,
                "ZTT, 3 cycles, no gate on the feed-forward (G0)",
                headTail(3),
                ZeroToken.ATTENTION);
        LanguageExperiment ztt3 =
                LanguageExperiment.of(size.network(headTail(3)).with(ZeroToken.LAYER), size.language());
        methods.add(new Method(ZTT3_ONE_KEY, "control: one zero key for all 3 cycles", ztt3.withOneKey()));
        add(
                methods,
                size,
                HTC3_EMBEDDING,
                "control: no zero token, a trained vector added at each of 3 cycles",
                headTail(3),
                ZeroToken.CYCLE_EMBEDDING);
        add(
                methods,
                size,
                HTC3_VALUE,
                "control: the keys of all 3 cycles have trained values",
                headTail(3),
                ZeroToken.TRAINED_VALUE);
        methods.add(new Method(
                ZTT3_RANDOM, "ZTT, 3 cycles, one random exit a step", ztt3.learningFrom(ExitTraining.RANDOM)));
        methods.add(new Method(
                CONVERT,
                "VT-6, trained on as it is and as ZTT of 2 cycles",
                new ConversionExperiment(
                        size.network(LayerStack.plain(6, 1)),
                        size.network(headTail(2)).with(ZeroToken.LAYER),
                        size.language(),
                        size.language().withSteps(Math.max(1, size.language().steps() * 3 / 10)))));
        int cycles = size.hops();
        LayerStack cycled = LayerStack.headTail(1, cycles);
        methods.add(new Method(
                RING_ZTT, "ZTT, 3 layers, " + cycles + " cycles, gate G1", size.ring(cycled, ZeroToken.LAYER)));
        methods.add(
                new Method(RING_HTC, "head-tail cycling, " + cycles + " cycles", size.ring(cycled, ZeroToken.NONE)));
        methods.add(new Method(
                RING_BC, "basic cycling: 3 layers, 2 cycles", size.ring(LayerStack.plain(3, 2), ZeroToken.NONE)));
        methods.add(new Method(RING_VT, "3 layers, not cycled", size.ring(LayerStack.plain(3, 1), ZeroToken.NONE)));
        return methods;
    }

    private static LayerStack headTail(int cycles) {
        return LayerStack.headTail(MIDDLE, cycles);
    }

    static void dense(List<Method> methods, Size size, Arm arm, int layers) {
        add(methods, size, arm, "dense, " + layers + " layers", LayerStack.plain(layers, 1), ZeroToken.NONE);
    }

    private static void add(
            List<Method> methods, Size size, Arm arm, String description, LayerStack stack, ZeroToken zeroToken) {
        methods.add(new Method(
                arm, description, LanguageExperiment.of(size.network(stack).with(zeroToken), size.language())));
    }

    static Paper paper() {
        return new Paper(
                "ztt",
                "Zero Token Transformer",
                "Li et al., *Efficient Transformer Parameter Reuse via Zero-Token Mechanism*, Findings of ACL 2026"
                        + " (arXiv 2502.12214).",
                List.of(
                        "The paper's gate, threshold, loss and tables are not public: what is tested is a reconstruction, and"
                                + " no figure here is the paper's.",
                        "Trained on the last cycle only (`ce-final`), the most literal reading; `ztt-3-random` learns from a"
                                + " random exit in each step.",
                        "Three controls say whether it is the zero token that matters: head-tail cycling with a trained"
                                + " vector added at each cycle (it can tell the cycles apart, too), with keys that have"
                                + " trained values (they take attention, too, but gate nothing), and ZTT with one key for all"
                                + " cycles.",
                        "Exit curves sweep the threshold on the text that is scored: they show a trade-off, not a tuned"
                                + " deployment.",
                        "Of the reconstruction these are not tried: the trained gate G2, training on all exits with weights"
                                + " (`ce-multi`; random exits stand in for it), zero tokens in the first and last layer, and"
                                + " enwik8."),
                List.of(z1(), z2(), z3(), z4(), z5()));
    }

    private static Quantity lossAbove(Arm arm, Arm other) {
        return loss(arm, FINAL).minus(loss(other, FINAL));
    }

    private static Quantity accuracyAbove(Arm arm, Arm other) {
        return accuracy(arm, FINAL).minus(accuracy(other, FINAL));
    }

    private static Claim z1() {
        Quantity halfway = loss(HTC2, FINAL).with(loss(HTC3, FINAL), (a, b) -> (a + b) / 2);
        return new Claim(
                "Z1",
                "First and last layer should stay outside the cycle",
                "Li et al., head-tail decoupled cycling",
                "Same parameters. HTC runs 10 or 14 layers and BC 12, so HTC at 12 is the middle between its two.",
                List.of(
                        Part.deciding(
                                "loss of HTC at 12 layers − BC of 12 layers" + NATS,
                                halfway.minus(loss(BC2, FINAL)),
                                LOWER),
                        Part.beside("loss of HTC, 10 layers − BC" + NATS, lossAbove(HTC2, BC2), LOWER),
                        Part.beside("loss of HTC, 14 layers − BC" + NATS, lossAbove(HTC3, BC2), LOWER),
                        Part.beside("ring: accuracy of HTC − BC" + POINTS, accuracyAbove(RING_HTC, RING_BC), HIGHER)));
    }

    private static Claim z2() {
        return new Claim(
                "Z2",
                "The zero token makes cycling better",
                "Li et al., zero-token mechanism",
                "ZTT against the same network without zero tokens, and against the three controls.",
                List.of(
                        Part.deciding("loss of ZTT − HTC, 3 cycles" + NATS, lossAbove(ZTT3, HTC3), LOWER),
                        Part.deciding(
                                "loss of ZTT − ZTT with one key, 3 cycles" + NATS,
                                lossAbove(ZTT3, ZTT3_ONE_KEY),
                                LOWER),
                        Part.deciding(
                                "loss of ZTT − HTC with a vector for each cycle, 3 cycles" + NATS,
                                lossAbove(ZTT3, HTC3_EMBEDDING),
                                LOWER),
                        Part.deciding(
                                "loss of ZTT − HTC with keys and trained values, 3 cycles" + NATS,
                                lossAbove(ZTT3, HTC3_VALUE),
                                LOWER),
                        Part.beside("loss of ZTT − HTC, 2 cycles" + NATS, lossAbove(ZTT2, HTC2), LOWER),
                        Part.beside(
                                "loss of ZTT without gate (G0) − HTC, 3 cycles" + NATS,
                                lossAbove(ZTT3_G0, HTC3),
                                LOWER),
                        Part.beside(
                                "ring: accuracy of ZTT − HTC" + POINTS, accuracyAbove(RING_ZTT, RING_HTC), HIGHER)));
    }

    private static Claim z3() {
        return new Claim(
                "Z3",
                "Cycling beats a plain transformer of the same parameters",
                "Li et al., abstract",
                "It spends more compute, so plain transformers of the same compute and more parameters stand beside it.",
                List.of(
                        Part.deciding("loss of ZTT, 3 cycles − 6 dense layers" + NATS, lossAbove(ZTT3, VT6), LOWER),
                        Part.beside("loss of ZTT, 2 cycles − 6 dense layers" + NATS, lossAbove(ZTT2, VT6), LOWER),
                        Part.beside(
                                "equal compute: loss of ZTT, 2 cycles − 10 dense layers" + NATS,
                                lossAbove(ZTT2, VT10),
                                LOWER),
                        Part.beside(
                                "equal compute: loss of ZTT, 3 cycles − 14 dense layers" + NATS,
                                lossAbove(ZTT3, VT14),
                                LOWER),
                        Part.beside(
                                "ring: accuracy of ZTT − 3 dense layers" + POINTS,
                                accuracyAbove(RING_ZTT, RING_VT),
                                HIGHER)));
    }

    private static Claim z4() {
        List<Part> parts = new ArrayList<>();
        parts.addAll(exits("", ZTT3, true));
        parts.addAll(exits("trained on random exits: ", ZTT3_RANDOM, false));
        Sweep zero = Sweep.of(RING_ZTT, "zero-q", Measurement::accuracy);
        parts.add(ring("a fixed number of cycles", zero, "cycles-"));
        parts.add(ring("random exits", zero, "zero-random-q"));
        parts.add(ring("confidence", zero, "confidence-q"));
        return new Claim(
                "Z4",
                "Zero attention tells when to stop",
                "Li et al., early exit",
                "Mean gap between two curves over the compute that both reach. It has to beat a fixed number of cycles and"
                        + " random exits with the same shares; confidence stands beside it.",
                parts);
    }

    private static List<Part> exits(String how, Arm arm, boolean decides) {
        Sweep zero = Sweep.of(arm, "zero-q", Measurement::loss);
        List<Part> parts = new ArrayList<>();
        parts.add(exit(how + "loss, zero attention − fixed cycles" + NATS, zero, "cycles-", decides));
        parts.add(exit(how + "loss, zero attention − random exits" + NATS, zero, "zero-random-q", decides));
        parts.add(exit(how + "loss, zero attention − confidence" + NATS, zero, "confidence-q", false));
        Sweep corrected = Sweep.of(arm, "corrected-q", Measurement::loss);
        parts.add(exit(
                how + "loss, length-corrected zero attention − its random exits" + NATS,
                corrected,
                "corrected-random-q",
                false));
        return parts;
    }

    private static Part exit(String what, Sweep zero, String other, boolean decides) {
        return new Part(what, zero.above(Sweep.of(zero.arm(), other, zero.figure())), LOWER, decides, false);
    }

    private static Part ring(String what, Sweep zero, String other) {
        return Part.beside(
                "ring: accuracy, zero attention − " + what + POINTS,
                zero.above(Sweep.of(RING_ZTT, other, Measurement::accuracy)),
                HIGHER);
    }

    private static Claim z5() {
        return new Claim(
                "Z5",
                "A trained plain transformer becomes a better ZTT by fine-tuning",
                "Li et al., abstract",
                "A trained VT-6, once trained on as it is and once as a ZTT of two cycles, for the same number of further steps.",
                List.of(Part.deciding(
                        "loss of the converted − the unconverted, both trained on" + NATS,
                        loss(CONVERT, "ztt").minus(loss(CONVERT, "vt")),
                        LOWER)));
    }
}
