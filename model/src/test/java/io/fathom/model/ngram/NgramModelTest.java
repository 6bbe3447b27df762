package io.fathom.model.ngram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NgramModelTest {
    private static final int LABELS = 5;
    private static final String[] TEXTS = {
        "", " ", "play some jazz", "PLAY  some\tjazz!", "日本 🎧", "\ud800 alone", "x".repeat(100_000), "a\u0000b"
    };

    private static NgramModel random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] known = Stream.of(TEXTS)
                .flatMapToInt(text -> IntStream.of(NgramFeatures.of(text)))
                .sorted()
                .distinct()
                .toArray();
        byte[] rows = new byte[known.length * LABELS];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (byte) random.nextInt(-127, 128);
        }
        float[] scales = new float[known.length];
        float[] bias = new float[LABELS];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = random.nextInt(5) == 0 ? 0 : (float) random.nextDouble() / 100;
        }
        for (int k = 0; k < LABELS; k++) {
            bias[k] = (float) random.nextGaussian();
        }
        return new NgramModel(known, scales, rows, bias);
    }

    /** Against a plain sum over the n-grams of the text. */
    @Test
    void addsUpTheRowsOfItsNgrams() {
        int[] known = NgramFeatures.of("ab");
        byte[] rows = new byte[known.length * 2];
        float[] scales = new float[known.length];
        double expected = 0;
        for (int g = 0; g < known.length; g++) {
            rows[2 * g] = (byte) (g + 1);
            scales[g] = 0.1f * (g + 1);
            expected += 0.1 * (g + 1) * (g + 1);
        }
        NgramModel model = new NgramModel(known, scales, rows, new float[] {0.5f, 0.25f});
        double score = 0.25 + expected / Math.sqrt(known.length);
        float[] p = model.logProbabilities("ab");
        assertThat((double) p[0] - p[1]).isCloseTo(score, within(1e-4));
    }

    @Test
    void probabilitiesAddUpToOne() {
        for (String text : TEXTS) {
            double sum = 0;
            for (float p : random(1).logProbabilities(text)) {
                sum += Math.exp(p);
            }
            assertThat(sum).as(text).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void whatLooksAlikeIsAlike() {
        assertThat(NgramFeatures.of("Füße  der\u00a0Frau")).containsExactly(NgramFeatures.of("fu\u0308ße der frau"));
        assertThat(NgramFeatures.of("x".repeat(1 << 20))).isEqualTo(NgramFeatures.of("x".repeat(4096)));
        assertThat(NgramFeatures.of("ab")).isNotEqualTo(NgramFeatures.of("a b"));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        NgramModel model = random(2);
        NgramModel read = NgramModel.read(model.write());
        assertThat(read.write()).isEqualTo(model.write());
        for (String text : TEXTS) {
            assertThat(read.logProbabilities(text)).containsExactly(model.logProbabilities(text));
        }
        assertThat(read).hasToString(model.toString());
    }

    @Test
    void damageIsRefused() {
        byte[] file = random(3).write();
        for (int length : new int[] {0, 3, 4, 15, 16, 40, file.length / 2, file.length - 1}) {
            assertThatThrownBy(() -> NgramModel.read(Arrays.copyOf(file, length)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("n-gram model");
        }
        assertThatThrownBy(() -> NgramModel.read(Arrays.copyOf(file, file.length + 1)))
                .hasMessageContaining("must have " + file.length + " bytes");
        assertThatThrownBy(() -> NgramModel.read(changed(file, 0, 0)))
                .hasMessage("an n-gram model must begin with its magic number, but does not");
        assertThatThrownBy(() -> NgramModel.read(changed(file, 4, 9)))
                .hasMessage("the version of an n-gram model must be 1, but is 9");
        assertThatThrownBy(() -> NgramModel.read(changed(file, 8, -1))).hasMessageContaining("labels of an n-gram");
        assertThatThrownBy(() -> NgramModel.read(changed(file, 12, 1 << 24))).hasMessageContaining("must have");
        assertThatThrownBy(() -> NgramModel.read(changed(file, 16, Float.floatToIntBits(Float.NaN))))
                .hasMessage("the n-gram model is damaged: its numbers must be finite, but one is NaN");
        assertThatThrownBy(() -> NgramModel.read(changed(file, 16 + 4 * LABELS, Integer.MAX_VALUE)))
                .hasMessageContaining("must stand in ascending order");
    }

    private static byte[] changed(byte[] file, int at, int value) {
        byte[] changed = file.clone();
        for (int i = 0; i < 4; i++) {
            changed[at + i] = (byte) (value >>> (8 * i));
        }
        return changed;
    }
}
