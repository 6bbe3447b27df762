package io.fathom.cli.reproduce.claims;

import io.fathom.cli.reproduce.claims.Quantity.Arm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The papers with their claims, and the methods that these need, at one size. */
public final class Catalogue {
    private final List<Paper> papers;
    private final Map<Arm, Method> methods = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if a claim needs a method that is not there */
    public Catalogue(List<Paper> papers, Collection<Method> methods) {
        this.papers = List.copyOf(papers);
        methods.forEach(m -> this.methods.put(m.arm(), m));
        for (Claim claim : claims()) {
            claim.needs().forEach(arm -> {
                if (!this.methods.containsKey(arm)) {
                    throw new IllegalArgumentException(
                            "claim " + claim.id() + " must need methods that there are, but needs " + arm);
                }
            });
        }
    }

    public List<Paper> papers() {
        return papers;
    }

    public List<Claim> claims() {
        return papers.stream().flatMap(p -> p.claims().stream()).toList();
    }

    /** Of all methods. */
    public Set<Arm> arms() {
        return Collections.unmodifiableSet(methods.keySet());
    }

    public boolean contains(Arm arm) {
        return methods.containsKey(arm);
    }

    public Method method(Arm arm) {
        return Objects.requireNonNull(methods.get(arm), arm.toString());
    }

    /** Runs of all methods with so many seeds, or fewer where a method is not worth as many. */
    public int runs(int seeds) {
        return methods.values().stream()
                .mapToInt(m -> Math.min(seeds, m.seeds()))
                .sum();
    }

    /** The methods that a paper's claims need, in the order of the catalogue. */
    public List<Method> methodsOf(Paper paper) {
        Set<Arm> arms = new LinkedHashSet<>();
        paper.claims().forEach(c -> arms.addAll(c.needs()));
        List<Method> found = new ArrayList<>(methods.values());
        found.removeIf(m -> !arms.contains(m.arm()));
        return found;
    }
}
