package io.fathom.model.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * How often each pair of neighbouring tokens occurs in a set of words, kept up to date while pairs are merged.
 *
 * <p>A merge touches only the words that hold the pair; each of them is taken out of the counts and put back in its new
 * form. Every change of a count adds an entry to the queue, and entries that are no longer true are dropped when they
 * come up, which is cheaper than finding them.
 */
final class PairCounts {
    private final List<Word> words = new ArrayList<>();
    private final Map<Pair, Occurrences> pairs = new HashMap<>();
    private final PriorityQueue<Entry> queue = new PriorityQueue<>(Entry.MOST_FREQUENT_FIRST);

    /** Two neighbouring token ids. */
    record Pair(int left, int right) {}

    /** Adds a word that occurs {@code frequency} times. */
    void add(int[] tokens, long frequency) {
        Word word = new Word(tokens, frequency);
        words.add(word);
        count(words.size() - 1, frequency);
        enqueue(pairsOf(word.tokens));
    }

    /** The most frequent pair, ties by left and right id, if any occurs at least {@code minFrequency} times. */
    Optional<Pair> takeMostFrequent(long minFrequency) {
        for (Entry entry = queue.poll(); entry != null; entry = queue.poll()) {
            Occurrences occurrences = pairs.get(entry.pair);
            if (occurrences != null && occurrences.count == entry.count) {
                return entry.count >= minFrequency ? Optional.of(entry.pair) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Replaces the pair by one token in every word. */
    void merge(Pair pair, int token) {
        Occurrences occurrences = pairs.get(pair);
        if (occurrences == null) {
            return;
        }
        Set<Pair> touched = new HashSet<>();
        for (int index : List.copyOf(occurrences.words)) {
            Word word = words.get(index);
            touched.addAll(pairsOf(word.tokens));
            count(index, -word.frequency);
            word.tokens = merged(word.tokens, pair, token);
            count(index, word.frequency);
            touched.addAll(pairsOf(word.tokens));
        }
        pairs.remove(pair);
        touched.remove(pair);
        enqueue(touched);
    }

    private void count(int index, long frequency) {
        int[] tokens = words.get(index).tokens;
        for (int i = 0; i + 1 < tokens.length; i++) {
            Occurrences occurrences = pairs.computeIfAbsent(new Pair(tokens[i], tokens[i + 1]), p -> new Occurrences());
            occurrences.count += frequency;
            if (frequency > 0) {
                occurrences.words.add(index);
            } else {
                occurrences.words.remove(index);
            }
        }
    }

    private void enqueue(Set<Pair> changed) {
        for (Pair pair : changed) {
            Occurrences occurrences = pairs.get(pair);
            if (occurrences == null) {
                continue;
            }
            if (occurrences.count == 0) {
                pairs.remove(pair);
            } else {
                queue.add(new Entry(pair, occurrences.count));
            }
        }
    }

    private static Set<Pair> pairsOf(int[] tokens) {
        Set<Pair> pairs = new HashSet<>();
        for (int i = 0; i + 1 < tokens.length; i++) {
            pairs.add(new Pair(tokens[i], tokens[i + 1]));
        }
        return pairs;
    }

    private static int[] merged(int[] tokens, Pair pair, int token) {
        int[] out = new int[tokens.length];
        int length = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (i + 1 < tokens.length && tokens[i] == pair.left && tokens[i + 1] == pair.right) {
                out[length++] = token;
                i++;
            } else {
                out[length++] = tokens[i];
            }
        }
        return Arrays.copyOf(out, length);
    }

    private static final class Word {
        private int[] tokens;
        private final long frequency;

        private Word(int[] tokens, long frequency) {
            this.tokens = tokens;
            this.frequency = frequency;
        }
    }

    private static final class Occurrences {
        private long count;
        private final Set<Integer> words = new HashSet<>();
    }

    private record Entry(Pair pair, long count) {
        private static final Comparator<Entry> MOST_FREQUENT_FIRST = Comparator.comparingLong(Entry::count)
                .reversed()
                .thenComparingInt(e -> e.pair.left)
                .thenComparingInt(e -> e.pair.right);
    }
}
