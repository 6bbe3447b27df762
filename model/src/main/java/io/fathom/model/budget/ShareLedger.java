package io.fathom.model.budget;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Moves a budget from engine to engine without spending it twice: what one gives up another gets only when the first has
 * said that it gave it up.
 *
 * <p>Shares travel: an engine lives for a while by an older one. So the ledger counts for each engine the largest share
 * that may still be in force, among those it was sent since the last one that it confirmed, and raises shares only within
 * what is left of the budget. Then at every moment Σ shares in force ≤ budget, however long messages take, as long as they
 * keep their order. A shift of load costs two rounds instead of one. When the budget itself is lowered, the sum is above
 * the new one until all have heard of it.
 *
 * @param <K> names an engine
 */
public final class ShareLedger<K> {
    private static final int MOST_OPEN = 64;

    /** Shares that may be in force, by the round that they were sent in. */
    private final Map<K, NavigableMap<Long, Double>> open = new HashMap<>();

    /**
     * An engine that was not known spends as much as {@code share} already.
     *
     * @param round of the next shares; what it was sent before is not known
     */
    public void enter(K engine, double share, long round) {
        open.computeIfAbsent(engine, k -> new TreeMap<>(Map.of(round - 1, share)));
    }

    /** True if the engine has entered and not left. */
    public boolean knows(K engine) {
        return open.containsKey(engine);
    }

    /** The engine has what it was sent in this round: nothing earlier is in force any more. */
    public void confirm(K engine, long round) {
        NavigableMap<Long, Double> shares = open.get(engine);
        if (shares == null) {
            return;
        }
        Long inForce = shares.floorKey(round);
        if (inForce != null) {
            shares.headMap(inForce, false).clear();
        }
    }

    /** Engines that are not among these are gone, and spend nothing. */
    public void keepOnly(Iterable<K> engines) {
        Map<K, NavigableMap<Long, Double>> kept = new HashMap<>();
        for (K engine : engines) {
            NavigableMap<Long, Double> shares = open.get(engine);
            if (shares != null) {
                kept.put(engine, shares);
            }
        }
        open.clear();
        open.putAll(kept);
    }

    /** Most that the engine may be spending now, TLOps a second; 0 for an unknown one. */
    public double mayBeInForce(K engine) {
        NavigableMap<Long, Double> shares = open.get(engine);
        return shares == null
                ? 0
                : shares.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(0);
    }

    /**
     * What to send now, on the way to the targets.
     *
     * @param targets where the shares are to get to, for every engine that has entered
     * @param budget what all shares in force may add up to
     * @param round of the messages that will carry the result; higher than any before
     */
    public Map<K, Double> next(Map<K, Double> targets, double budget, long round) {
        Map<K, Double> held = new HashMap<>();
        double free = budget;
        double wanted = 0;
        for (K engine : open.keySet()) {
            double target = targets.getOrDefault(engine, 0d);
            double hold = mayBeInForce(engine);
            held.put(engine, hold);
            free -= hold;
            wanted += Math.max(0, target - hold);
        }
        double part = wanted > 0 ? Math.min(1, Math.max(0, free) / wanted) : 0;
        Map<K, Double> sent = new HashMap<>();
        held.forEach((engine, hold) -> {
            double target = targets.getOrDefault(engine, 0d);
            double share = target <= hold ? target : hold + (target - hold) * part;
            sent.put(engine, share);
            NavigableMap<Long, Double> shares = open.get(engine);
            if (shares != null) {
                shares.put(round, share);
                forgetOldest(shares);
            }
        });
        return sent;
    }

    /** An engine that confirms nothing for long: its oldest shares become one that is as large as the largest. */
    private static void forgetOldest(NavigableMap<Long, Double> shares) {
        while (shares.size() > MOST_OPEN) {
            double oldest = shares.pollFirstEntry().getValue();
            shares.merge(shares.firstKey(), oldest, Math::max);
        }
    }
}
