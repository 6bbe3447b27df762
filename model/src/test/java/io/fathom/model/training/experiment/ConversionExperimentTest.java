package io.fathom.model.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.model.nn.LayerStack;
import io.fathom.model.nn.ZeroToken;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversionExperimentTest {

    @Test
    void bothGoOnFromTheSameNetwork() {
        ExperimentText text = ExperimentText.of("abc", "abcabcabd".repeat(300));
        LanguageNetwork plain = LanguageNetwork.dense(16, 16, 2, LayerStack.plain(3, 1));
        LanguageNetwork cycled =
                LanguageNetwork.dense(16, 16, 2, LayerStack.headTail(1, 2)).with(ZeroToken.LAYER);
        Outcome outcome = new ConversionExperiment(
                        plain, cycled, Schedule.cosine(60, 8, 0.01), Schedule.cosine(20, 8, 0.01))
                .run(1, text, Watch.NONE);
        List<Measurement> found = outcome.measurements();
        assertThat(found).extracting(Measurement::setting).containsExactly("vt-before", "vt", "ztt-before", "ztt");
        assertThat(found).extracting(Measurement::layers).containsExactly(3.0, 3.0, 4.0, 4.0);
        double before = found.get(0).loss();
        assertThat(found.get(1).loss()).isLessThan(before + 0.05);
        assertThat(found.get(2).loss()).isLessThan(before + 1); // one more cycle does not undo what was learned
        assertThat(found.get(3).loss()).isLessThan(found.get(2).loss() + 0.05);
    }
}
