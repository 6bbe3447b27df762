package io.fathom.model.training.parcels;

import io.fathom.model.training.Shuffle;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * How scans and questions are worded. The vocabulary is closed and small, and a trained tokenizer gives each of its words
 * one token, so a record is 50 to 90 tokens and a small model can learn the task rather than the language.
 */
final class Words {
    /** Where every parcel starts. */
    static final String DEPOT = "Depot";

    /** The answers. */
    static final List<String> PLACES = List.of(
            "Accra", "Bern", "Bonn", "Cairo", "Dakar", "Delhi", "Lima", "Miami", "Milan", "Oslo", "Paris", "Perth",
            "Quito", "Rome", "Sofia", "Tokyo");

    static final List<String> PARCELS = List.of("black", "blue", "gold", "gray", "green", "pink", "red", "white");

    private static final List<String> VERBS =
            List.of("moved ", "flew ", "drove ", "sent ", "", "", "", "", "", "", "", "");
    private static final List<String> TOWARDS = List.of("to", "into", "for");
    private static final List<String> BETWEEN = List.of(", ", "; ", ". ");
    private static final List<String> ORDINALS = List.of("1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th");

    private Words() {}

    /** One leg of one parcel: "flew red Oslo to Rome". */
    static String scan(String parcel, String from, String to, RandomGenerator random) {
        return any(VERBS, random) + parcel + " " + from + " " + any(TOWARDS, random) + " " + to;
    }

    /** What stands between two scans of a message. */
    static String separator(RandomGenerator random) {
        return any(BETWEEN, random);
    }

    /** Where a parcel is after so many of its legs, 1 to 9. */
    static String question(String parcel, int legs, RandomGenerator random) {
        String when =
                switch (random.nextInt(3)) {
                    case 0 -> "its " + ORDINALS.get(legs - 1) + " leg";
                    case 1 -> "leg " + legs;
                    default -> legs == 1 ? "1 leg" : legs + " legs";
                };
        return (random.nextBoolean() ? "Where is " : "Where was ") + parcel + " after " + when + "?";
    }

    /** {@code count} different ones in random order. */
    static <T> List<T> some(List<T> all, int count, RandomGenerator random) {
        return List.copyOf(shuffled(all, random).subList(0, count));
    }

    static <T> List<T> shuffled(List<T> all, RandomGenerator random) {
        List<T> order = new ArrayList<>(all);
        Shuffle.shuffle(order, random);
        return order;
    }

    private static <T> T any(List<T> all, RandomGenerator random) {
        return all.get(random.nextInt(all.size()));
    }

    /** The first letter of a sentence. */
    static String capitalised(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    static SplittableRandom randomOf(long seed, long index) {
        // Streams of neighbouring seeds must not meet, so the seed is mixed before the index counts on.
        return new SplittableRandom(new SplittableRandom(seed).nextLong() + index);
    }
}
