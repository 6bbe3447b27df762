package io.fathom.model.depth.frontier;

import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitScore;
import io.fathom.model.statistics.Curve;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The frontier of the score that wins: whose points have the highest quality on average over what compute may cost, from the
 * cheapest point of any to full depth. A score that reads the answer pays for it; one that is no better than a simpler one is
 * not chosen.
 *
 * @param frontier of the score that wins
 * @param merits mean quality over the costs by score, before the intervals are made
 * @param references on the winner's records
 */
public record FrontierChoice(DepthFrontier frontier, Map<ExitScore, Double> merits, ReferenceCurves references) {

    public FrontierChoice {
        merits = Map.copyOf(merits);
    }

    /**
     * @param byScore what stopping by each score gives; {@link ExitScore#NONE} must be among them
     * @param seed of the resampling
     */
    public static FrontierChoice of(Map<ExitScore, List<Dial>> byScore, long seed) {
        List<Dial> plain = byScore.getOrDefault(ExitScore.NONE, List.of());
        if (plain.isEmpty()) {
            throw new IllegalArgumentException(
                    "fixed depths must be among the scores of a choice, but were not: " + byScore.keySet());
        }
        Map<ExitScore, Curve> sketches = new EnumMap<>(ExitScore.class);
        byScore.forEach((score, dials) -> sketches.put(score, curve(new FrontierSearch(score, dials, seed).sketch())));
        double from = sketches.values().stream().mapToDouble(Curve::left).min().orElseThrow();
        StoppingTable first = plain.get(0).table();
        double to = Math.max(from, first.fixed(first.cycles() - 1).cost());
        Map<ExitScore, Double> merits = new EnumMap<>(ExitScore.class);
        sketches.forEach((score, curve) -> merits.put(score, curve.mean(from, to)));
        ExitScore best = ExitScore.NONE;
        double most = Double.NEGATIVE_INFINITY;
        for (ExitScore score : ExitScore.values()) { // simpler ones first
            double merit = merits.getOrDefault(score, Double.NEGATIVE_INFINITY);
            best = merit > most ? score : best;
            most = Math.max(merit, most);
        }
        List<Dial> dials = byScore.getOrDefault(best, plain);
        return new FrontierChoice(
                new FrontierSearch(best, dials, seed).frontier(),
                merits,
                ReferenceCurves.of(first, dials.get(0).table()));
    }

    private static Curve curve(List<StoppingMeans> points) {
        return new Curve(
                points.stream().map(p -> new Curve.Point(p.cost(), p.quality())).toList());
    }
}
