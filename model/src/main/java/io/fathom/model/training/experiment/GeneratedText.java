package io.fathom.model.training.experiment;

import java.util.List;
import java.util.SplittableRandom;

/**
 * English-like text from a small grammar, for where there is no other. Most of it is spelling, which a shallow network
 * learns; three things take more: the verb agrees in number with a noun that a relative clause may separate from it, the
 * story's hero is named again by the word that introduced it, and little sums are right.
 */
public final class GeneratedText {
    /** Of the text that is taken where none is given. */
    public static final long SEED = 20_260_101;

    private static final List<String> NOUNS = List.of(
            "dog", "cat", "king", "sailor", "tree", "river", "lamp", "stone", "bird", "farmer", "letter", "clock");
    private static final List<String> VERBS =
            List.of("see", "hear", "follow", "find", "leave", "move", "know", "forget", "want", "keep");
    private static final List<String> ADJECTIVES =
            List.of("old", "small", "red", "quiet", "heavy", "bright", "lost", "green", "cold", "kind");
    private static final List<String> PLACES =
            List.of("in the harbour", "by the gate", "under the bridge", "at night", "near the mill", "after the rain");
    private static final List<String> NUMBERS = List.of(
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen");

    private final SplittableRandom random;
    private final StringBuilder text = new StringBuilder();

    private GeneratedText(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Exactly {@code characters} of them; the same for the same seed. */
    public static String of(int characters, long seed) {
        GeneratedText generated = new GeneratedText(seed);
        while (generated.text.length() < characters) {
            generated.paragraph();
        }
        return generated.text.substring(0, characters);
    }

    private void paragraph() {
        String hero = one(ADJECTIVES) + " " + one(NOUNS);
        text.append("there was a ").append(hero).append(". ");
        for (int s = 2 + random.nextInt(4); s > 0; s--) {
            switch (random.nextInt(4)) {
                case 0 -> sum();
                case 1 ->
                    text.append("the ")
                            .append(hero)
                            .append(' ')
                            .append(verb(false))
                            .append(" the ")
                            .append(one(NOUNS));
                default -> sentence();
            }
            text.append(". ");
        }
        text.append("so ended the day of the ").append(hero).append(".\n");
    }

    /** Subject, perhaps a clause about it with a number of its own, verb, object, perhaps a place. */
    private void sentence() {
        boolean plural = random.nextBoolean();
        text.append(nounPhrase(plural));
        if (random.nextInt(3) == 0) {
            boolean other = random.nextBoolean();
            text.append(" that ").append(nounPhrase(other)).append(' ').append(verb(other));
        }
        text.append(' ').append(verb(plural)).append(' ').append(nounPhrase(random.nextBoolean()));
        if (random.nextInt(3) == 0) {
            text.append(' ').append(one(PLACES));
        }
    }

    private void sum() {
        int a = random.nextInt(10);
        int b = random.nextInt(9);
        text.append(NUMBERS.get(a))
                .append(" and ")
                .append(NUMBERS.get(b))
                .append(" make ")
                .append(NUMBERS.get(a + b));
    }

    private String nounPhrase(boolean plural) {
        String adjective = random.nextInt(3) == 0 ? one(ADJECTIVES) + " " : "";
        return (plural ? "the " : random.nextBoolean() ? "a " : "the ") + adjective + one(NOUNS) + (plural ? "s" : "");
    }

    private String verb(boolean plural) {
        return one(VERBS) + (plural ? "" : "s");
    }

    private String one(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
