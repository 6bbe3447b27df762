package io.fathom.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/** Seeded texts of common words. */
final class SampleTexts {
    private static final List<String> WORDS = List.of(
            "where",
            "is",
            "my",
            "parcel",
            "please",
            "cancel",
            "the",
            "order",
            "that",
            "was",
            "sent",
            "last",
            "week",
            "and",
            "tell",
            "me",
            "when",
            "you",
            "can",
            "pay",
            "back",
            "money",
            "for",
            "card",
            "account",
            "bank",
            "transfer",
            "bill",
            "phone",
            "number",
            "change",
            "address",
            "book",
            "a",
            "flight",
            "to",
            "hotel",
            "room",
            "night",
            "what",
            "weather",
            "like",
            "in",
            "city",
            "today",
            "how",
            "much",
            "does",
            "it",
            "cost",
            "set",
            "alarm",
            "play",
            "music",
            "call",
            "home",
            "rate",
            "meal",
            "time",
            "left");

    private SampleTexts() {}

    static List<String> words() {
        return WORDS;
    }

    /** {@code count} texts of {@code fewest..most} words. */
    static List<String> of(long seed, int count, int fewest, int most) {
        Random random = new Random(seed);
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            StringJoiner text = new StringJoiner(" ");
            for (int w = fewest + random.nextInt(most - fewest + 1); w > 0; w--) {
                text.add(WORDS.get(random.nextInt(WORDS.size())));
            }
            texts.add(text.toString());
        }
        return texts;
    }
}
