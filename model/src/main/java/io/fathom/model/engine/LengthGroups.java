package io.fathom.model.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The waiting records, grouped by length, and the rule by which a worker chooses among them. Not safe for use by several
 * threads; {@link AdmissionQueue} guards it.
 *
 * <p>A worker prefers records as long as those that it has, since padding is compute without a result. Preference alone
 * would starve rare lengths, so it ends where it would let a record overtake the oldest waiting one by more than
 * {@code window} places in the order of submission. Places, not time: the rule needs no clock and a replay of the same
 * submissions makes the same choices. A worker whose batch cannot take that oldest record claims its group and admits
 * nothing more until its batch has drained far enough; the other workers leave a claimed group alone, so that one worker
 * drains and not all. A worker with an empty batch ignores claims.
 *
 * <p>Urgent records come first and ignore the padding rule: they stay for one cycle only.
 *
 * @param <R> a waiting record
 */
final class LengthGroups<R extends LengthGroups.Waiting> {

    /** What the rule needs to know about a record. */
    interface Waiting {
        int tokens();

        /** Place in the order of submission. */
        long sequence();
    }

    private static final int UNCLAIMED = -1;

    private static final class Group<R> {
        final LinkedHashSet<R> records = new LinkedHashSet<>();
        int claimedBy = UNCLAIMED;

        R first() {
            return records.iterator().next();
        }
    }

    private final long window;
    private final LinkedHashSet<R> urgent = new LinkedHashSet<>();
    private final List<Group<R>> groups = new ArrayList<>();
    private int size;
    private long tokens;

    LengthGroups(long window) {
        this.window = window;
    }

    int size() {
        return size;
    }

    /** Of all that wait. */
    long tokens() {
        return tokens;
    }

    void forEach(Consumer<? super R> look) {
        urgent.forEach(look);
        groups.forEach(group -> group.records.forEach(look));
    }

    boolean hasUrgent() {
        return !urgent.isEmpty();
    }

    void add(R record) {
        group(record.tokens()).records.add(record);
        size++;
        tokens += record.tokens();
    }

    /** Moves a record to the front; does nothing if it does not wait here, or is there already. */
    void expedite(R record) {
        Group<R> group = group(record.tokens());
        if (group.records.remove(record)) {
            urgent.add(record);
            if (group.records.isEmpty()) {
                group.claimedBy = UNCLAIMED;
            }
        }
    }

    /** Takes a record out; false if it does not wait here. */
    boolean remove(R record) {
        Group<R> group = group(record.tokens());
        boolean waited = urgent.remove(record) || group.records.remove(record);
        if (waited) {
            size--;
            tokens -= record.tokens();
            if (group.records.isEmpty()) {
                group.claimedBy = UNCLAIMED;
            }
        }
        return waited;
    }

    /** Removes and returns everything. */
    List<R> drain() {
        List<R> all = new ArrayList<>(urgent);
        urgent.clear();
        for (Group<R> group : groups) {
            all.addAll(group.records);
            group.records.clear();
        }
        size = 0;
        tokens = 0;
        return all;
    }

    /** Removes and returns what a worker whose batch looks like {@code shape} should admit now; may be empty. */
    List<R> choose(int worker, BatchShape shape, BatchLimits limits) {
        List<R> chosen = new ArrayList<>();
        BatchShape next = shape;
        while (!urgent.isEmpty()) {
            R record = urgent.iterator().next();
            if (!limits.allow(next.with(record.tokens()))) {
                return chosen; // nothing overtakes an urgent record
            }
            urgent.remove(record);
            next = admit(record, chosen, next);
        }
        while (next.rows() < limits.rows()) {
            Group<R> group = nextGroup(worker, next, limits);
            if (group == null) {
                break;
            }
            R record = group.first();
            group.records.remove(record);
            group.claimedBy = UNCLAIMED;
            next = admit(record, chosen, next);
        }
        return chosen;
    }

    private BatchShape admit(R record, List<R> chosen, BatchShape shape) {
        chosen.add(record);
        size--;
        tokens -= record.tokens();
        return shape.with(record.tokens());
    }

    /** The group to take one record from, or null if none should join now. */
    private @Nullable Group<R> nextGroup(int worker, BatchShape shape, BatchLimits limits) {
        if (shape.rows() == 0) {
            return oldest(g -> true);
        }
        Predicate<Group<R>> joins = g -> limits.welcome(shape.with(g.first().tokens()));
        Group<R> claimed = oldest(g -> g.claimedBy == worker);
        if (claimed != null) {
            return joins.test(claimed) ? claimed : null;
        }
        Predicate<Group<R>> free = g -> g.claimedBy == UNCLAIMED;
        Group<R> oldest = oldest(free);
        if (oldest == null) {
            return null;
        }
        Group<R> own = group(shape.width());
        Group<R> best = !own.records.isEmpty() && free.and(joins).test(own) ? own : oldest(free.and(joins));
        if (best == null) {
            return null;
        }
        if (best.first().sequence() - oldest.first().sequence() <= window) {
            return best;
        }
        if (joins.test(oldest)) {
            return oldest;
        }
        oldest.claimedBy = worker;
        return null;
    }

    /** The group with the oldest first record among those that are not empty and pass the test. */
    private @Nullable Group<R> oldest(Predicate<Group<R>> test) {
        Group<R> found = null;
        for (Group<R> group : groups) {
            if (!group.records.isEmpty()
                    && test.test(group)
                    && (found == null
                            || group.first().sequence() < found.first().sequence())) {
                found = group;
            }
        }
        return found;
    }

    private Group<R> group(int tokens) {
        int index = index(tokens);
        while (groups.size() <= index) {
            groups.add(new Group<>());
        }
        return groups.get(index);
    }

    /** Groups end at 8, 12, 16, 24, 32, 48, 64, … tokens: within a group at most a third is padding. */
    static int index(int tokens) {
        int index = 0;
        int last = 8;
        int step = 4;
        while (tokens > last) {
            last += step;
            index++;
            if (index % 2 == 0) {
                step *= 2;
            }
        }
        return index;
    }
}
