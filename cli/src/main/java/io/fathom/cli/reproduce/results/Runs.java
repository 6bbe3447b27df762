package io.fathom.cli.reproduce.results;

import io.fathom.model.training.experiment.Measurement;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** All finished runs, by key. */
public final class Runs {
    private final Map<RunKey, RunResult> byKey = new LinkedHashMap<>();

    public Runs(Collection<RunResult> results) {
        results.forEach(r -> byKey.put(r.key(), r));
    }

    public boolean contains(RunKey key) {
        return byKey.containsKey(key);
    }

    public Optional<RunResult> find(String task, String method, long seed) {
        return Optional.ofNullable(byKey.get(new RunKey(task, method, seed)));
    }

    public Optional<Measurement> find(String task, String method, long seed, String setting) {
        return find(task, method, seed).flatMap(r -> r.measurement(setting));
    }

    /** All runs of a method, by ascending seed. */
    public List<RunResult> of(String task, String method) {
        return byKey.values().stream()
                .filter(r -> r.key().task().equals(task) && r.key().method().equals(method))
                .sorted((a, b) -> Long.compare(a.key().seed(), b.key().seed()))
                .toList();
    }

    public Collection<RunResult> all() {
        return List.copyOf(byKey.values());
    }

    public SortedSet<Long> seeds() {
        SortedSet<Long> seeds = new TreeSet<>();
        byKey.keySet().forEach(k -> seeds.add(k.seed()));
        return seeds;
    }

    public int size() {
        return byKey.size();
    }
}
