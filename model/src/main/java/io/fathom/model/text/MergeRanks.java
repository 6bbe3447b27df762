package io.fathom.model.text;

import io.fathom.model.text.BytePairVocabulary.Merge;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * From a pair of token ids to the merge that joins them: a hash table with open addressing on plain arrays, because the
 * encoder asks it for every pair of every word of every epoch.
 */
final class MergeRanks {
    static final int NONE = -1;

    private final long[] keys;
    private final int[] ranks;
    private final int[] results;
    private final int mask;

    MergeRanks(BytePairVocabulary vocabulary) {
        List<Merge> merges = vocabulary.merges();
        int capacity = Integer.highestOneBit(Math.max(4, merges.size() * 4));
        mask = capacity - 1;
        keys = new long[capacity];
        ranks = new int[capacity];
        results = new int[merges.size()];
        Arrays.fill(ranks, NONE);

        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < vocabulary.size(); id++) {
            ids.put(vocabulary.tokens().get(id), id);
        }
        for (int rank = 0; rank < merges.size(); rank++) {
            Merge merge = merges.get(rank);
            Integer left = ids.get(merge.left());
            Integer right = ids.get(merge.right());
            Integer result = ids.get(merge.merged());
            if (left == null || right == null || result == null) {
                throw new IllegalArgumentException("a merge must join two tokens of the vocabulary to a third, but '"
                        + merge.left() + " " + merge.right() + "' names an unknown one");
            }
            int slot = slot(key(left, right));
            keys[slot] = key(left, right);
            ranks[slot] = rank;
            results[rank] = result;
        }
    }

    /** Rank of the merge of two neighbours, lower first, or {@link #NONE}. */
    int rank(int left, int right) {
        return ranks[slot(key(left, right))];
    }

    /** The token that a merge gives. */
    int result(int rank) {
        return results[rank];
    }

    /** Where the key is, or the free slot where it would be. */
    private int slot(long key) {
        int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
        while (ranks[slot] != NONE && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static long key(int left, int right) {
        return ((long) left << 32) | right;
    }
}
