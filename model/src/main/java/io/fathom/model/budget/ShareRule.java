package io.fathom.model.budget;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides one budget among engines by what they ask for: water-filling above a floor.
 *
 * <p>With budget B, weights w<sub>i</sub> (static shares s<sub>i</sub> = B w<sub>i</sub> / Σw), demands d<sub>i</sub>, floor
 * φ and headroom h:
 *
 * <pre>
 * floor_i = φ s_i
 * need_i  = max(0, h d_i - floor_i)
 * share_i = floor_i + min(need_i, λ w_i) + what is left · w_i / Σw
 * </pre>
 *
 * where λ is as high as the budget allows. At rest every engine has its static share. Entering load, an engine takes what
 * the others do not need, up to all but their floors; when several are short, what each gets in proportion to its weight is
 * the same (max-min fairness), so an engine that asks for more cannot push another below that. Leaving load, the shares
 * drift back to the static ones.
 *
 * <p>The floor is what an idle engine starts with when records come, until it has reported them. With φ = 4 % an engine
 * that alone has all the load gets at least 96 % of the budget. The headroom lets a demand that grows be seen: an engine
 * that had just what it asked for would have to fall behind before it could ask for more.
 *
 * <p>It cannot see what an engine's TLOps are worth: two engines with the same demand get the same, though one may buy more
 * quality with it.
 */
public final class ShareRule {
    /** φ: part of its static share that every engine keeps. */
    public static final double FLOOR = 0.04;

    /** h: what is reserved for a demand, relative to it. */
    static final double HEADROOM = 1.1;

    private ShareRule() {}

    /** The floor of an engine with this static share: what it may spend before it has been heard. */
    public static double floor(double staticShare) {
        return FLOOR * staticShare;
    }

    /**
     * The share of each claim, in their order, TLOps a second; their sum is {@code budget}.
     *
     * @param budget to divide, above 0
     */
    public static List<Double> divide(double budget, List<Claim> claims) {
        if (!(budget > 0 && Double.isFinite(budget))) {
            throw new IllegalArgumentException("a budget to divide must be more than 0 and finite, but was " + budget);
        }
        double weights = claims.stream().mapToDouble(Claim::weight).sum();
        double[] shares = new double[claims.size()];
        double[] needs = new double[claims.size()];
        double left = budget;
        for (int i = 0; i < shares.length; i++) {
            Claim claim = claims.get(i);
            shares[i] = floor(budget * claim.weight() / weights);
            needs[i] = Math.max(0, HEADROOM * claim.demandPerSecond() - shares[i]);
            left -= shares[i];
        }
        double level = level(left, claims, needs);
        for (int i = 0; i < shares.length; i++) {
            double given = Math.min(needs[i], level * claims.get(i).weight());
            shares[i] += given;
            left -= given;
        }
        List<Double> all = new ArrayList<>(shares.length);
        for (int i = 0; i < shares.length; i++) {
            all.add(shares[i] + Math.max(0, left) * claims.get(i).weight() / weights);
        }
        return all;
    }

    /** λ: how far each unit of weight is filled when {@code left} has run out, or infinite if it never does. */
    private static double level(double left, List<Claim> claims, double[] needs) {
        List<Integer> thirstiestLast = IntStream.range(0, needs.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> needs[i] / claims.get(i).weight()))
                .toList();
        double weight = claims.stream().mapToDouble(Claim::weight).sum();
        double water = left;
        for (int i : thirstiestLast) {
            double own = claims.get(i).weight();
            if (needs[i] / own * weight > water) {
                return Math.max(0, water) / weight;
            }
            water -= needs[i];
            weight -= own;
        }
        return Double.POSITIVE_INFINITY;
    }
}
