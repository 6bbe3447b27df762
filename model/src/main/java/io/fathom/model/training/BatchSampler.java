package io.fathom.model.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The rows of every step, as a pure function of seed and step, so that a resumed run reads the same records as an
 * uninterrupted one. Each epoch is a fresh permutation; within a window of a few batches the rows are sorted by length, and
 * the batches of a window are shuffled, so that padding is rare and the order stays random.
 */
final class BatchSampler {
    private static final int WINDOW = 8;

    private final int[] lengths;
    private final int rows;
    private final long seed;
    private int epoch = -1;
    private List<int[]> batches = List.of();

    /** @param lengths approximate length of each record, for grouping */
    BatchSampler(int[] lengths, int rows, long seed) {
        this.lengths = lengths.clone();
        this.rows = rows;
        this.seed = seed;
    }

    int stepsPerEpoch() {
        return (lengths.length + rows - 1) / rows;
    }

    /** Indices of the records of a step, counted from 0. */
    int[] at(int step) {
        int wanted = step / stepsPerEpoch();
        if (wanted != epoch) {
            batches = batchesOf(wanted);
            epoch = wanted;
        }
        return batches.get(step % stepsPerEpoch()).clone();
    }

    private List<int[]> batchesOf(int number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003L + number);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            order.add(i);
        }
        Shuffle.shuffle(order, random);
        List<int[]> all = new ArrayList<>();
        for (int from = 0; from < order.size(); from += rows * WINDOW) {
            List<Integer> window = order.subList(from, Math.min(order.size(), from + rows * WINDOW));
            window.sort((a, b) -> Integer.compare(lengths[a], lengths[b]));
            List<int[]> cut = new ArrayList<>();
            for (int i = 0; i < window.size(); i += rows) {
                cut.add(window.subList(i, Math.min(window.size(), i + rows)).stream()
                        .mapToInt(Integer::intValue)
                        .toArray());
            }
            Shuffle.shuffle(cut, random);
            all.addAll(cut);
        }
        return all;
    }
}
