package io.fathom.model.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A data set without a dev split of its own, parted in two: seeded, so that the same file is parted in the same way.
 *
 * @param train records to learn from, in their order
 * @param dev the others
 */
public record HeldOut<T>(List<T> train, List<T> dev) {

    public HeldOut {
        train = List.copyOf(train);
        dev = List.copyOf(dev);
    }

    /**
     * Holds out a share of the records, at least one, at random.
     *
     * @param share above 0 and below 1
     * @throws DataSetException if nothing would be left to learn from
     */
    public static <T> HeldOut<T> of(List<T> records, double share, long seed) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("the share held out must be above 0 and below 1, but was " + share);
        }
        int held = Math.max(1, (int) Math.round(share * records.size()));
        if (held >= records.size()) {
            throw new DataSetException(
                    "data to hold out a dev set from must hold at least two records, but holds " + records.size());
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(seed));
        boolean[] isHeld = new boolean[records.size()];
        order.subList(0, held).forEach(i -> isHeld[i] = true);
        List<T> train = new ArrayList<>();
        List<T> dev = new ArrayList<>();
        for (int i = 0; i < isHeld.length; i++) {
            (isHeld[i] ? dev : train).add(records.get(i));
        }
        return new HeldOut<>(train, dev);
    }
}
