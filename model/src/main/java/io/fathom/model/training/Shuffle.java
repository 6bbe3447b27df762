package io.fathom.model.training;

import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Fisher and Yates' shuffle with any random generator, in place. ({@link Collections#shuffle} of Java 17 takes only {@link
 * java.util.Random}.) Trained weights depend on the order that it gives for a seed.
 */
public final class Shuffle {
    private Shuffle() {}

    public static <T> void shuffle(List<T> list, RandomGenerator random) {
        for (int i = list.size() - 1; i > 0; i--) {
            Collections.swap(list, i, random.nextInt(i + 1));
        }
    }

    static void shuffle(int[] order, RandomGenerator random) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
    }
}
