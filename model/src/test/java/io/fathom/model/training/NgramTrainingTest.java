package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fathom.model.ngram.NgramModel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NgramTrainingTest {
    private static final List<String> TEXTS = List.of(
            "play some jazz", "play a song", "wake me at six", "set an alarm", "put on music", "alarm for nine");
    private static final int[] LABELS = {0, 0, 1, 1, 0, 1};

    @Test
    void learnsItsTextsAndReadsUnseenOnesByTheirPieces() {
        NgramModel model = NgramTraining.train(TEXTS, LABELS, 2, 1);
        for (int i = 0; i < LABELS.length; i++) {
            assertThat(probabilities(model, TEXTS.get(i))[LABELS[i]]).isGreaterThan(0.9f);
        }
        assertThat(probabilities(model, "ALARMS at seven")[1]).isGreaterThan(0.7f);
        assertThat(probabilities(model, "playing songs")[0]).isGreaterThan(0.7f);
    }

    @Test
    void probabilitiesAddUpToOneForEveryText() {
        NgramModel model = NgramTraining.train(TEXTS, LABELS, 2, 1);
        for (String text : List.of("", " ", "日本 🎧", "x".repeat(5000), TEXTS.get(0))) {
            float[] p = probabilities(model, text);
            assertThat(p[0] + p[1]).isCloseTo(1, within(1e-5f));
        }
        assertThat(probabilities(model, "日本")).containsExactly(new float[] {0.5f, 0.5f}, within(0.05f));
    }

    @Test
    void theSameSeedGivesTheSameModel() {
        float[] first = NgramTraining.train(TEXTS, LABELS, 2, 3).logProbabilities("play an alarm");
        assertThat(NgramTraining.train(TEXTS, LABELS, 2, 3).logProbabilities("play an alarm"))
                .containsExactly(first);
        assertThat(NgramTraining.train(TEXTS, LABELS, 2, 4).logProbabilities("play an alarm"))
                .isNotEqualTo(first);
    }

    /** The file of 150 labels stays within its bound, whatever there is to know, and what it leaves out matters least. */
    @Test
    void manyLabelsAndManyWordsStaySmall() {
        SplittableRandom random = new SplittableRandom(5);
        List<String> topics = new ArrayList<>();
        for (int label = 0; label < 150; label++) {
            topics.add(word(random));
        }
        List<String> texts = new ArrayList<>();
        int[] labels = new int[1500];
        for (int r = 0; r < labels.length; r++) {
            labels[r] = r % 150;
            texts.add(word(random) + " " + word(random) + " " + topics.get(labels[r]) + " " + word(random));
        }
        NgramModel model = NgramTraining.train(texts, labels, 150, 1);
        assertThat(model.write()).hasSizeLessThanOrEqualTo(4_000_000).hasSizeGreaterThan(3_900_000);
        int right = 0;
        for (int label = 0; label < 150; label++) {
            float[] p = probabilities(model, "about " + topics.get(label) + " now");
            float own = p[label];
            p[label] = 0;
            float most = 0;
            for (float other : p) {
                most = Math.max(most, other);
            }
            right += own > most ? 1 : 0;
        }
        assertThat(right).isGreaterThan(140);
    }

    private static String word(SplittableRandom random) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }

    /** A label with one text and a text with two labels are nothing to stumble over. */
    @Test
    void rareAndContradictoryLabelsAreLearnt() {
        NgramModel model = NgramTraining.train(List.of("a b", "a b", "c d", "e f"), new int[] {0, 1, 1, 2}, 3, 1);
        assertThat(probabilities(model, "e f")[2]).isGreaterThan(0.5f);
        float[] both = probabilities(model, "a b");
        assertThat(both[0]).isCloseTo(both[1], within(0.3f));
    }

    private static float[] probabilities(NgramModel model, String text) {
        float[] p = model.logProbabilities(text);
        for (int k = 0; k < p.length; k++) {
            p[k] = (float) Math.exp(p[k]);
        }
        return p;
    }
}
