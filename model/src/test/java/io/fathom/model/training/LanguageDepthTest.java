package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.model.budget.CostModel;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.text.BytePairTrainer;
import io.fathom.model.text.BytePairVocabulary;
import io.fathom.model.text.Normalization;
import io.fathom.model.text.Tokenizer;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Ten texts of equal length through three exits. */
class LanguageDepthTest {
    private static final int TEXTS = 10;
    private static final CostModel COSTS = CostModel.headTail(4);

    private final TextSet texts = texts();

    private static TextSet texts() {
        byte[] json = new BytePairTrainer(BytePairVocabulary.BASE_SIZE, 2, Normalization.NONE)
                .train(Stream.of("a"))
                .toTokenizerJson();
        try (Tokenizer tokenizer = Tokenizer.of(json)) {
            return new TextSet(Collections.nCopies(TEXTS, "abcd"), tokenizer, 8);
        }
    }

    @Test
    void oneCycleWhereMoreTakeNothingOff() {
        double[][] flat = {constant(8), constant(7.99), constant(8)};
        assertThat(choose(flat)).isEqualTo(new ExitPolicy.Fixed(1));
    }

    @Test
    void allCyclesWhereEachTakesMuchOff() {
        double[][] falling = {constant(8), constant(6), constant(4)};
        assertThat(choose(falling)).isEqualTo(new ExitPolicy.Fixed(3));
    }

    /** Nine of ten texts go as expected from the first cycle on: only the tenth is worth going on with. */
    @Test
    void confidenceWhereDepthHelpsTheStrangeTextsOnly() {
        double[][] mixed = {constant(1), constant(1), constant(1)};
        mixed[0][3] = 40;
        mixed[1][3] = 30;
        mixed[2][3] = 4;
        ExitPolicy chosen = choose(mixed);
        assertThat(chosen).isInstanceOf(ExitPolicy.Confidence.class);
        float threshold = ((ExitPolicy.Confidence) chosen).threshold();
        ExitSurprises surprises = new ExitSurprises(texts, mixed, new double[0][]);
        assertThat((double) threshold).isGreaterThan(surprises.confidence(0, 3)).isLessThan(surprises.confidence(0, 4));
    }

    private ExitPolicy choose(double[][] nats) {
        return LanguageDepth.choose(new ExitSurprises(texts, nats, new double[0][]), COSTS);
    }

    private static double[] constant(double nats) {
        double[] all = new double[TEXTS];
        java.util.Arrays.fill(all, nats);
        return all;
    }
}
