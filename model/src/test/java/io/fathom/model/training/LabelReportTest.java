package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelReportTest {
    @Test
    void whatIsInOrderIsNotTold() {
        assertThat(LabelReport.of(List.of(
                        new LabelledText("a", "1"),
                        new LabelledText("a", "2"),
                        new LabelledText("b", "3"),
                        new LabelledText("b", "4"))))
                .isEmpty();
    }

    @Test
    void rareUnevenAndContradictoryLabelsAreTold() {
        List<LabelledText> records = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            records.add(new LabelledText("common", "text " + i));
        }
        records.add(new LabelledText("rare", "text 7"));
        assertThat(LabelReport.of(records))
                .containsExactly(
                        "1 of 2 labels have one text only ('rare'): nothing can be learnt of them but that text",
                        "labels are uneven: the largest has 50 texts, the smallest 1; accuracy speaks of the large ones",
                        "1 texts stand there with different labels ('text 7'): at most one of them can be right");
    }
}
