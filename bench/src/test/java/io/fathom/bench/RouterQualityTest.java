package io.fathom.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.training.LabelledText;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterQualityTest {
    @TempDir
    private Path folder;

    @Test
    void comparesSoftGatesWithHardOnesAtTheSameOpenShare() {
        ModelBundle bundle = SyntheticBundle.writeRouted(folder.resolve("routed"), 32, 3);
        List<LabelledText> texts = SyntheticBundle.texts(4, 80).stream()
                .map(text -> new LabelledText("label7", text))
                .toList();

        List<RouterQuality.Row> rows = RouterQuality.of(bundle, texts);

        assertThat(rows).hasSize(3);
        assertThat(rows.get(0).gates()).isEqualTo("soft");
        assertThat(rows.get(1).gates()).isEqualTo("hard 0.500");
        assertThat(rows.get(2).open()).isCloseTo(rows.get(0).open(), within(0.02));
        assertThat(rows).allSatisfy(row -> assertThat(row.accuracy()).isBetween(0.0, 1.0));
    }

    @Test
    void needsRouters() {
        ModelBundle bundle = SyntheticBundle.write(folder.resolve("plain"), 32, new ExitPolicy.Fixed(1), 3);
        assertThatThrownBy(() -> RouterQuality.of(bundle, List.of()))
                .hasMessageStartingWith(
                        "the bundle of bench routers must have routers (tsa, combined), but synthetic-d32@");
    }
}
