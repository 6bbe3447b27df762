package io.fathom.cli.reproduce.claims;

import io.fathom.model.nn.LayerStack;
import io.fathom.model.nn.ZeroToken;
import io.fathom.model.training.experiment.LanguageNetwork;
import io.fathom.model.training.experiment.PublishedCurveExperiment;
import io.fathom.model.training.experiment.RingExperiment;
import io.fathom.model.training.experiment.Schedule;
import io.fathom.model.training.experiment.SlotTimingExperiment;

/**
 * How large networks and trainings are. The papers' layer counts stay; widths and steps are what a CPU can do.
 *
 * @param name as in {@code quick}
 * @param seeds seeds 1 to this many are run where nothing else is asked for
 * @param characters of the text that is generated where none is given
 * @param dim width of the language models
 * @param context characters that a window predicts
 * @param language schedule of the language models
 * @param hops most hops of a ring's question, and cycles of the networks that answer
 * @param ring schedule of the ring's networks
 * @param ringTests questions that are asked at the end
 */
public record Size(
        String name,
        int seeds,
        int characters,
        int dim,
        int heads,
        int context,
        Schedule language,
        int hops,
        Schedule ring,
        int ringTests) {

    /** Shows that everything runs; decides nothing. */
    public static final Size QUICK = new Size(
            "quick", 2, 20_000, 32, 2, 32, Schedule.cosine(24, 4, 3e-3), 2, new Schedule(40, 16, 2e-3, 0.1, 0.6), 200);

    /** Hours on one thread. */
    public static final Size FULL = new Size(
            "full",
            5,
            1_000_000,
            64,
            4,
            64,
            Schedule.cosine(1000, 16, 5e-3),
            4,
            new Schedule(1500, 128, 2e-3, 0.05, 0.6),
            2000);

    /** A language model with linear projections and no zero token. */
    LanguageNetwork network(LayerStack stack) {
        return LanguageNetwork.dense(context, dim, heads, stack);
    }

    /** A classifier of rings. */
    RingExperiment ring(LayerStack stack, ZeroToken zeroToken) {
        return new RingExperiment(dim, heads, stack, zeroToken, hops, ring, ringTests);
    }

    /** Forward passes of few and of many slots; wider than the rest, so that arithmetic and not overhead is timed. */
    SlotTimingExperiment slotTiming() {
        return name.equals(QUICK.name)
                ? new SlotTimingExperiment(32, 2, 2, 24, 4, 32, 128, 3)
                : new SlotTimingExperiment(128, 4, 6, 96, 4, 64, 1024, 21);
    }

    /** The beginning of the training whose curve TSA's authors published; at their own size, or a toy. */
    PublishedCurveExperiment published(boolean routers, double gatePrice) {
        LayerStack stack = new LayerStack(true, 5, false, 1, true);
        boolean quick = name.equals(QUICK.name);
        LanguageNetwork plain =
                quick ? LanguageNetwork.dense(16, 16, 2, stack) : LanguageNetwork.dense(128, 256, 8, stack);
        LanguageNetwork network = routers ? plain.withRouters() : plain;
        return quick
                ? new PublishedCurveExperiment(network, 10, 5000, 4, gatePrice)
                : new PublishedCurveExperiment(network, 1000, 5000, 64, gatePrice);
    }

    /** For the pages. */
    public String words() {
        return "Size `" + name + "`: language models of width " + dim + ", "
                + heads
                + " heads, windows of " + context + " characters, " + language.steps() + " steps of " + language.rows()
                + " windows, AdamW, peak rate " + language.peak() + ", cosine, no dropout; rings of up to " + hops
                + " hops, "
                + ring.steps() + " steps of " + ring.rows() + " records.";
    }
}
