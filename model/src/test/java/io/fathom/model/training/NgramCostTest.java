package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.TinyBundles;
import io.fathom.model.ngram.NgramModel;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Weights;
import io.fathom.model.text.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NgramCostTest {
    @TempDir
    private Path temp;

    @Test
    void ratiosAreRoundedUpToPowersOfTwo() {
        assertThat(NgramCost.poweredUp(0.26)).isEqualTo(0.5);
        assertThat(NgramCost.poweredUp(0.25)).isEqualTo(0.25);
        assertThat(NgramCost.poweredUp(1)).isEqualTo(1);
        assertThat(NgramCost.poweredUp(1.01)).isEqualTo(2);
        assertThat(NgramCost.poweredUp(0)).isEqualTo(1.0 / 1024);
        assertThat(NgramCost.poweredUp(1e9)).isEqualTo(1024);
    }

    /** How fast either is depends on the machine; what is measured is a power of two in any case. */
    @Test
    void isMeasuredOnTheTextsThatAreThere() {
        ModelBundle tiny = TinyBundles.write(temp.resolve("tiny"));
        List<LabelledText> texts = IntStream.range(0, 40)
                .mapToObj(i -> new LabelledText(TinyBundles.LABELS.get(i % 5), "where is parcel " + i))
                .toList();
        NgramModel ngrams = DepthZeroTraining.of(tiny.labels(), texts, List.of());
        try (NDManager manager = NDManager.newBaseManager();
                Tokenizer tokenizer = tiny.openTokenizer();
                Weights weights = tiny.loadWeights(manager)) {
            TrainingSet set = TrainingSet.of(tiny, tokenizer, texts);
            double cost = NgramCost.tlopsPerToken(
                    ngrams, CycledTransformer.forInference(weights), manager, set.texts(), set.servedIds());
            assertThat(NgramCost.poweredUp(cost)).isEqualTo(cost);
            assertThat(cost).isBetween(1.0 / 1024, 1024.0);
        }
    }
}
