package io.fathom.cli.reproduce;

import io.fathom.cli.reproduce.claims.Catalogue;
import io.fathom.cli.reproduce.claims.Claim;
import io.fathom.cli.reproduce.claims.Quantity.Arm;
import io.fathom.cli.reproduce.results.RunKey;
import io.fathom.cli.reproduce.results.Runs;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which runs are needed, in an order in which claims become decidable one after the other. */
final class RunPlan {
    private final Catalogue catalogue;
    private final List<Claim> claims;
    private final int seeds;

    /** @param seeds 1 to this many */
    RunPlan(Catalogue catalogue, List<Claim> claims, int seeds) {
        this.catalogue = catalogue;
        this.claims = List.copyOf(claims);
        this.seeds = seeds;
    }

    /** First what decides, claim by claim and within a claim seed by seed, then what stands beside; less what is there. */
    List<RunKey> pending(Runs finished) {
        Set<RunKey> keys = new LinkedHashSet<>();
        claims.forEach(claim -> add(keys, claim.decidedBy()));
        claims.forEach(claim -> add(keys, claim.needs()));
        return keys.stream().filter(key -> !finished.contains(key)).toList();
    }

    private void add(Set<RunKey> keys, Set<Arm> arms) {
        for (long seed = 1; seed <= seeds; seed++) {
            for (Arm arm : arms) {
                if (seed <= catalogue.method(arm).seeds()) {
                    keys.add(new RunKey(arm.task(), arm.method(), seed));
                }
            }
        }
    }

    /** In the unit of {@link io.fathom.model.training.experiment.Experiment#work()}. */
    long work(List<RunKey> keys) {
        return keys.stream()
                .mapToLong(key -> catalogue
                        .method(new Arm(key.task(), key.method()))
                        .experiment()
                        .work())
                .sum();
    }
}
