package io.fathom.model.text;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Texts to test with: a small corpus in the style of the product, and seeded noise over all of Unicode. */
final class RandomTexts {
    private static final List<String> PHRASES = List.of(
            "where is my parcel",
            "what's the status of order 1042?",
            "I'd like to return the blue lamp",
            "please CANCEL my subscription, it's too expensive!",
            "wo ist meine bestellung? größe 38 fehlt",
            "¿dónde está mi pedido?",
            "¡ mañana llega !",
            "закажите доставку на завтра",
            "配送状況を教えてください",
            "أين طلبي؟",
            "מה שלומך",
            "👩‍👩‍👧‍👦 thanks 📦📦",
            "don’t call me “sir” — ok…",
            "ﬁnal ½ price №5 Ｆｕｌｌ İstanbul ΣΑΣ",
            "tabs\tand\r\nlines\n\n  and   spaces ");

    private RandomTexts() {}

    /** Phrases of real languages, repeated so that merges are worth learning. */
    static Stream<String> corpus() {
        return IntStream.range(0, 10).boxed().flatMap(i -> PHRASES.stream());
    }

    /** A text of words from the corpus and random code points that fulfil {@code allowed}. */
    static String next(RandomGenerator random, IntPredicate allowed) {
        int pieces = random.nextInt(12);
        return IntStream.range(0, pieces).mapToObj(i -> piece(random, allowed)).collect(Collectors.joining());
    }

    private static String piece(RandomGenerator random, IntPredicate allowed) {
        switch (random.nextInt(5)) {
            case 0 -> {
                return " ".repeat(1 + random.nextInt(3));
            }
            case 1 -> {
                return random.ints(1 + random.nextInt(20), 0, 0x80)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
            }
            case 2 -> {
                return IntStream.generate(() -> codePoint(random))
                        .filter(allowed)
                        .limit(1 + random.nextInt(8))
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
            }
            default -> {
                String phrase = PHRASES.get(random.nextInt(PHRASES.size()));
                int cut = phrase.offsetByCodePoints(0, random.nextInt(phrase.codePointCount(0, phrase.length())));
                return phrase.substring(cut);
            }
        }
    }

    /** Half of them from the planes' dense beginning, half from everywhere; never a surrogate. */
    private static int codePoint(RandomGenerator random) {
        while (true) {
            int c = random.nextInt(random.nextBoolean() ? 0x3000 : Character.MAX_CODE_POINT + 1);
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                return c;
            }
        }
    }
}
