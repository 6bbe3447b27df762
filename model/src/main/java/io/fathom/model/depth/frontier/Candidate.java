package io.fathom.model.depth.frontier;

import java.util.Arrays;
import java.util.OptionalDouble;

/** A point that may become one of the frontier: a way to run the network, and thresholds with the rule that made them. */
final class Candidate {
    /** What the thresholds would have been on another sample. */
    private interface Rule {
        /** @param counts how often each record is there, [records] */
        float[] on(int[] counts);
    }

    private final Dial dial;
    private final float[] thresholds;
    private final Rule rule;
    private final StoppingMeans here;

    private Candidate(Dial dial, float[] thresholds, Rule rule) {
        this.dial = dial;
        this.thresholds = thresholds;
        this.rule = rule;
        this.here = dial.table().mean(dial.table().stops(thresholds));
    }

    /**
     * The best thresholds at a price. On another sample they are improved from where they stand.
     *
     * @param stopping in the dial's network, or in one of fewer cycles: then all stop after the last of these
     */
    static Candidate priced(Dial dial, OptimalStopping stopping, double price) {
        float[] best = stopping.thresholds(price);
        int thresholds = dial.table().cycles() - 1; // what is missing is 0
        return new Candidate(
                dial,
                Arrays.copyOf(best, thresholds),
                counts -> Arrays.copyOf(stopping.improved(best, price, counts), thresholds));
    }

    /** The same threshold after every cycle, whatever the sample. */
    static Candidate single(Dial dial, float threshold) {
        float[] thresholds = new float[dial.table().cycles() - 1];
        Arrays.fill(thresholds, threshold);
        return new Candidate(dial, thresholds, counts -> thresholds);
    }

    /** @param cycle counted from 0 */
    static Candidate fixed(Dial dial, int cycle) {
        float[] thresholds = OptimalStopping.fixed(dial.table().cycles(), cycle);
        return new Candidate(dial, thresholds, counts -> thresholds);
    }

    /**
     * Between this and another of the same dial: every threshold stands among the records' scores where the given share of the
     * way leads to. Prices find the corners of the curve only; where it runs straight there is nothing between two of them.
     */
    Candidate towards(Candidate other, double share) {
        ScoreRanks ranks = new ScoreRanks(dial.table());
        return new Candidate(
                dial,
                ranks.between(thresholds, other.thresholds, share),
                counts -> ranks.between(rule.on(counts), other.rule.on(counts), share));
    }

    boolean sameDial(Candidate other) {
        return dial.equals(other.dial);
    }

    OptionalDouble gateThreshold() {
        return dial.gateThreshold();
    }

    StoppingTable table() {
        return dial.table();
    }

    /** Made of all records. */
    float[] thresholds() {
        return thresholds.clone();
    }

    /** What they would have been if the records had been these. */
    float[] thresholds(int[] counts) {
        return rule.on(counts);
    }

    /** What it gives on the records that it was made of. */
    StoppingMeans here() {
        return here;
    }
}
