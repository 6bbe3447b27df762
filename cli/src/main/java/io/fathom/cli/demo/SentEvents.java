package io.fathom.cli.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the demo has sent: the labels, which stay here and never reach the job, and the inputs that are still under way.
 * Safe for use by many threads.
 */
final class SentEvents {
    private final EventIds ids;
    private final List<Optional<String>> labels = new ArrayList<>();
    private final Map<Integer, Integer> difficulties = new HashMap<>();
    private final Map<Integer, DemoInput> underWay = new HashMap<>();
    private long labelled;
    private long firstMillis;

    SentEvents(EventIds ids) {
        this.ids = ids;
    }

    /** How the events of this run are called. */
    EventIds ids() {
        return ids;
    }

    /** Notes an input and gives it its number. */
    synchronized int add(DemoInput input, long millis) {
        int number = labels.size();
        if (number == 0) {
            firstMillis = millis;
        }
        labelled += input.label().isPresent() ? 1 : 0;
        labels.add(input.label());
        input.difficulty().ifPresent(difficulty -> difficulties.put(number, difficulty));
        underWay.put(number, input);
        return number;
    }

    synchronized int count() {
        return labels.size();
    }

    /** Events whose label is known. */
    synchronized long labelled() {
        return labelled;
    }

    /** When the first one was sent, epoch milliseconds. */
    synchronized long firstMillis() {
        return firstMillis;
    }

    synchronized Optional<String> label(int number) {
        return number < labels.size() ? labels.get(number) : Optional.empty();
    }

    /** How many steps the answer to an event takes, where that is known. */
    synchronized OptionalInt difficulty(int number) {
        Integer difficulty = difficulties.get(number);
        return difficulty == null ? OptionalInt.empty() : OptionalInt.of(difficulty);
    }

    /** Forgets the input: its answer is there. Empty if it was never sent or has been answered before. */
    synchronized Optional<DemoInput> answered(int number) {
        return Optional.ofNullable(underWay.remove(number));
    }
}
