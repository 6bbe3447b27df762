package io.fathom.cli.reproduce.claims;

import io.fathom.cli.reproduce.results.Runs;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A sentence of a paper, and what would have to be measured for it to hold.
 *
 * @param id such as {@code Z1}
 * @param sentence what is claimed
 * @param source who claims it and where
 * @param test how it is tested here, and what that test cannot see
 * @param parts the statements that it consists of
 */
public record Claim(String id, String sentence, String source, String test, List<Part> parts) {

    public Claim {
        parts = List.copyOf(parts);
        if (parts.stream().noneMatch(Part::decides)) {
            throw new IllegalArgumentException("a claim needs a part that decides, but " + id + " has none");
        }
    }

    /** The runs that it is judged by. */
    public Set<Quantity.Arm> needs() {
        return needs(parts);
    }

    /** Those that its verdict depends on. */
    public Set<Quantity.Arm> decidedBy() {
        return needs(parts.stream().filter(Part::decides).toList());
    }

    private static Set<Quantity.Arm> needs(List<Part> parts) {
        Set<Quantity.Arm> arms = new LinkedHashSet<>();
        parts.forEach(part -> arms.addAll(part.quantity().needs()));
        return arms;
    }

    /** Holds if all its deciding parts do. */
    public Verdict verdict(Runs runs) {
        return Verdict.ofAll(parts.stream()
                .filter(Part::decides)
                .map(part -> part.evidence(runs).verdict())
                .toList());
    }
}
