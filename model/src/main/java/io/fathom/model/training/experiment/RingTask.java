package io.fathom.model.training.experiment;

import java.util.SplittableRandom;

/**
 * Pointers around a ring (depth.md 1): eight of sixteen names stand in a ring, each fact tells who follows whom, the facts
 * are shuffled, and the question is who stands k places after a given name. Nothing but k single steps leads there, so k is
 * the depth of a record.
 *
 * <p>Ids: 0 for what stands before a text, 1..16 the names, 17.. the number of hops. A record is eight pairs of names, then
 * the name asked about, then the hops.
 */
final class RingTask {
    static final int NAMES = 16;
    static final int FACTS = 8;
    static final int TOKENS = 2 * FACTS + 2;

    private RingTask() {}

    /** @param answer 0-based name */
    @SuppressWarnings("ArrayRecordComponent") // read, never compared
    record Question(int[] ids, int hops, int answer) {}

    static int vocabulary(int hops) {
        return 1 + NAMES + hops;
    }

    static Question draw(SplittableRandom random, int hops) {
        int[] ring = permutation(NAMES, random);
        int[] order = permutation(FACTS, random);
        int[] ids = new int[TOKENS];
        for (int f = 0; f < FACTS; f++) {
            ids[2 * f] = 1 + ring[order[f]];
            ids[2 * f + 1] = 1 + ring[(order[f] + 1) % FACTS];
        }
        int start = random.nextInt(FACTS);
        ids[2 * FACTS] = 1 + ring[start];
        ids[2 * FACTS + 1] = 1 + NAMES + hops - 1;
        return new Question(ids, hops, ring[(start + hops) % FACTS]);
    }

    /** Questions of 1 to {@code hops} hops, all equally often. */
    static Question[] draw(SplittableRandom random, int count, int hops) {
        Question[] questions = new Question[count];
        for (int i = 0; i < count; i++) {
            questions[i] = draw(random, 1 + i % hops);
        }
        return questions;
    }

    private static int[] permutation(int size, SplittableRandom random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
