package io.fathom.model.depth.frontier;

import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitScore;
import io.fathom.model.depth.OperatingPoint;
import io.fathom.model.statistics.Estimate;
import io.fathom.model.statistics.NextSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The frontier of one score: for a grid of prices the best thresholds, what they honestly cost and give, and of these the
 * points that are worth keeping.
 *
 * <p>A point is kept if it is better than the last cheaper one that was kept, by more than the noise of these records
 * ({@value #CREDIBLE} standard deviations of the difference on the same records). So data that gains nothing from depth keeps
 * one point, however many prices are asked.
 *
 * <p>Where depth pays at all, the best of all candidates and fixed depths ends the frontier if it was any better than the last
 * point kept, credibly or not: with compute to spare nobody wants to be told that a difference which only more records would
 * prove is not worth having. That is often full depth, and often not: the last layers of an encoder that was trained for
 * something else may be worse than those before them.
 *
 * <p>The intervals hold for all points together: with 95 % the costs and qualities of all points that a new sample of as many
 * records shows lie within theirs (the 95 % quantile of the largest standardised error of a resample over all points).
 */
public final class FrontierSearch {
    private static final double CREDIBLE = 2;
    /** Standard deviations that a difference has by itself. */
    private static final double CHANCE = 1;

    private static final double COVERAGE = 0.95;
    /** Enough to correct and to compare. */
    private static final int FEW = 40;
    /** Enough for the tails. */
    private static final int MANY = 400;

    private final ExitScore score;
    private final List<Dial> dials;
    private final long seed;

    /**
     * @param score what the tables' scores are
     * @param dials at least one, all of the same records
     * @param seed of the resampling
     */
    public FrontierSearch(ExitScore score, List<Dial> dials, long seed) {
        this.score = score;
        this.dials = List.copyOf(dials);
        this.seed = seed;
    }

    /** A candidate with what it honestly gives. */
    private record Measured(Candidate candidate, HonestEstimate honest) {
        private static Measured of(Candidate candidate, int resamples, long seed) {
            return new Measured(candidate, HonestEstimate.of(candidate, resamples, seed));
        }

        private double cost() {
            return honest.estimate().cost();
        }

        private double quality() {
            return honest.estimate().quality();
        }

        private boolean betterThan(Measured other) {
            return cost() > other.cost() && honest.betterThan(other.honest) >= CREDIBLE;
        }
    }

    /** Costs and qualities of about the points that the frontier has; cheaper to make, for choosing among scores. */
    public List<StoppingMeans> sketch() {
        return kept(FEW).stream().map(m -> m.honest().estimate()).toList();
    }

    public DepthFrontier frontier() {
        List<Measured> kept = kept(MANY);
        double width = width(kept);
        int first = dials.get(0).table().firstDepth();
        return new DepthFrontier(
                score, first, kept.stream().map(m -> point(m, width)).toList());
    }

    private List<Measured> kept(int resamples) {
        List<Measured> measured = measured(Candidates.of(score, dials), resamples);
        List<Measured> kept = new ArrayList<>();
        for (Measured m : measured) {
            if (kept.isEmpty() || m.betterThan(kept.get(kept.size() - 1))) {
                kept.add(m);
            }
        }
        if (kept.size() > 1 && dials.size() == 1) {
            List<Measured> all = new ArrayList<>(measured);
            all.addAll(measured(fixedDepths(dials.get(0)), resamples));
            Measured last = kept.get(kept.size() - 1);
            all.removeIf(m -> !(m.cost() > last.cost() && m.quality() > last.quality()));
            best(all).ifPresent(kept::add);
        }
        return kept;
    }

    /** The cheapest that the best one is not better than by more than what chance alone brings. */
    private static Optional<Measured> best(List<Measured> measured) {
        Optional<Measured> best = measured.stream().max(Comparator.comparingDouble(Measured::quality));
        return best.flatMap(top -> measured.stream()
                .filter(m -> !(top.honest().betterThan(m.honest()) > CHANCE))
                .min(Comparator.comparingDouble(Measured::cost)));
    }

    /** Cheapest first. */
    private List<Measured> measured(List<Candidate> candidates, int resamples) {
        return candidates.parallelStream()
                .map(candidate -> Measured.of(candidate, resamples, seed))
                .sorted(Comparator.comparingDouble(Measured::cost).thenComparing(m -> -m.quality()))
                .toList();
    }

    private static List<Candidate> fixedDepths(Dial dial) {
        return IntStream.range(0, dial.table().cycles())
                .mapToObj(depth -> Candidate.fixed(dial, depth))
                .toList();
    }

    /** Standard errors that an interval reaches to either side, so that all hold together. */
    private static double width(List<Measured> points) {
        double[] largest = new double[MANY];
        for (Measured point : points) {
            double cost = point.honest().costError();
            double quality = point.honest().qualityError();
            for (int b = 0; b < MANY; b++) {
                StoppingMeans error = point.honest().errors()[b];
                largest[b] = Math.max(largest[b], cost == 0 ? 0 : Math.abs(error.cost()) / cost);
                largest[b] = Math.max(largest[b], quality == 0 ? 0 : Math.abs(error.quality()) / quality);
            }
        }
        Arrays.sort(largest);
        return largest[(int) Math.ceil(COVERAGE * MANY) - 1];
    }

    private static OperatingPoint point(Measured point, double width) {
        HonestEstimate honest = point.honest();
        StoppingTable table = point.candidate().table();
        int records = table.records();
        Estimate quality = around(honest.estimate().quality(), width * honest.qualityError(), records);
        Estimate agreement = around(honest.estimate().agreement(), width * honest.agreementError(), records);
        List<Float> thresholds = new ArrayList<>();
        for (float threshold : point.candidate().thresholds()) {
            thresholds.add(threshold);
        }
        return new OperatingPoint(
                thresholds,
                point.candidate().gateThreshold(),
                around(honest.estimate().cost(), width * honest.costError(), records),
                table.quality().isShare() ? ofShare(quality, width) : quality,
                Optional.of(ofShare(agreement, width)));
    }

    /** Resampling alone foresees no error where it has seen none. */
    private static Estimate ofShare(Estimate estimate, double width) {
        return estimate.hull(NextSample.ofShare(estimate.mean(), estimate.samples(), width))
                .clipped(0, 1);
    }

    private static Estimate around(double mean, double halfWidth, int records) {
        return new Estimate(mean, mean - halfWidth, mean + halfWidth, records);
    }
}
