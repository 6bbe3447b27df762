package io.fathom.model.budget;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The tenants whose part of a budget is limited, each with a number: names are looked up once a record. */
public final class TenantShares {
    private final List<String> names;
    private final Map<String, Double> shares;
    private final Map<String, Integer> numbers;

    public TenantShares(Map<String, Double> shares) {
        this.names = shares.keySet().stream().sorted().toList();
        this.shares = Map.copyOf(shares);
        this.numbers = names.stream().collect(Collectors.toUnmodifiableMap(name -> name, names::indexOf));
    }

    /** In the order of their numbers. */
    public List<String> names() {
        return names;
    }

    public int count() {
        return names.size();
    }

    /** The tenant's number; −1 for a tenant without a share of its own. */
    public int number(String tenant) {
        return numbers.getOrDefault(tenant, -1);
    }

    double share(int number) {
        return shares.getOrDefault(names.get(number), 1.0);
    }
}
