package io.fathom.model.depth.frontier;

import io.fathom.model.depth.ExitScore;
import io.fathom.model.statistics.Curve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What is worth measuring: all fixed depths, the best thresholds at every price (in the network, and in the network cut off
 * after fewer cycles), one threshold for all cycles, and steps between those that lie far from each other. Prices find the
 * corners of the curve only; where it runs straight, the others fill it. Of all these at most {@value #POINTS}: over equal
 * parts of the range of costs, in each the one that lies highest above a straight line along the curve.
 */
final class Candidates {
    /** A controller needs steps, not a continuum. */
    static final int POINTS = 24;

    private static final int SINGLES = 100;

    private static final Comparator<Candidate> CHEAPEST_FIRST = Comparator.comparingDouble(
                    (Candidate c) -> c.here().cost())
            .thenComparing(c -> -c.here().quality());

    private Candidates() {}

    /** Cheapest first, at least one. */
    static List<Candidate> of(ExitScore score, List<Dial> dials) {
        List<Candidate> found = new ArrayList<>();
        for (Dial dial : dials) {
            for (int c = 0; c < dial.table().cycles(); c++) {
                found.add(Candidate.fixed(dial, c));
            }
        }
        List<Candidate> depths = rising(found);
        if (score == ExitScore.NONE) {
            return depths.size() > POINTS ? thinned(depths) : depths;
        }
        for (Dial dial : dials) {
            priced(dial, found);
            singles(dial, found);
        }
        return thinned(rising(notBelow(depths, filled(rising(found)))));
    }

    /** Those that are as good as some records at one fixed depth and some at another would be for the same cost. */
    private static List<Candidate> notBelow(List<Candidate> depths, List<Candidate> candidates) {
        Curve mixed = new Curve(depths.stream()
                .map(c -> new Curve.Point(c.here().cost(), c.here().quality()))
                .toList());
        return candidates.stream()
                .filter(c -> c.here().quality() >= mixed.at(c.here().cost()))
                .toList();
    }

    private static void priced(Dial dial, List<Candidate> found) {
        for (int cycles = 2; cycles <= dial.table().cycles(); cycles++) {
            OptimalStopping stopping = new OptimalStopping(dial.table().upTo(cycles));
            found.addAll(Arrays.stream(PriceGrid.of(stopping.table()))
                    .parallel()
                    .mapToObj(price -> Candidate.priced(dial, stopping, price))
                    .toList());
        }
    }

    private static void singles(Dial dial, List<Candidate> found) {
        ScoreRanks ranks = new ScoreRanks(dial.table());
        for (int i = 1; i < SINGLES; i++) {
            found.add(Candidate.single(dial, ranks.quantile((double) i / SINGLES)));
        }
    }

    /** Without those that are not better than a cheaper one. */
    private static List<Candidate> rising(List<Candidate> candidates) {
        List<Candidate> rising = new ArrayList<>();
        for (Candidate c : candidates.stream().sorted(CHEAPEST_FIRST).toList()) {
            if (rising.isEmpty()
                    || c.here().quality() > rising.get(rising.size() - 1).here().quality()) {
                rising.add(c);
            }
        }
        return rising;
    }

    private static double gap(List<Candidate> rising) {
        return (cost(rising, rising.size() - 1) - cost(rising, 0)) / POINTS;
    }

    private static double cost(List<Candidate> candidates, int index) {
        return candidates.get(index).here().cost();
    }

    private static List<Candidate> filled(List<Candidate> rising) {
        double gap = gap(rising);
        List<Candidate> filled = new ArrayList<>(rising);
        for (int i = 1; i < rising.size(); i++) {
            int steps = (int) ((cost(rising, i) - cost(rising, i - 1)) / gap);
            for (int s = 1; s < steps && rising.get(i).sameDial(rising.get(i - 1)); s++) {
                filled.add(rising.get(i - 1).towards(rising.get(i), (double) s / steps));
            }
        }
        return filled;
    }

    private static List<Candidate> thinned(List<Candidate> rising) {
        int last = rising.size() - 1;
        if (last < 2) {
            return rising;
        }
        double gap = gap(rising);
        List<Candidate> thinned = new ArrayList<>();
        thinned.add(rising.get(0));
        double begin = cost(rising, 0) + gap / 2;
        for (int part = 0; part < POINTS - 1; part++) {
            double from = begin + part * gap;
            rising.subList(1, last).stream()
                    .filter(c -> c.here().cost() >= from && c.here().cost() < from + gap)
                    .max(Comparator.comparingDouble(c -> aboveTheLine(c, rising.get(0), rising.get(last))))
                    .ifPresent(thinned::add);
        }
        thinned.add(rising.get(last));
        return thinned;
    }

    /** Above the line through two others. */
    private static double aboveTheLine(Candidate candidate, Candidate from, Candidate to) {
        StoppingMeans whole = to.here().minus(from.here());
        StoppingMeans part = candidate.here().minus(from.here());
        return part.quality() - whole.quality() * part.cost() / whole.cost();
    }
}
