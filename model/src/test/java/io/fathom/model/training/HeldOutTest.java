package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldOutTest {
    private static final List<LabelledText> RECORDS = IntStream.range(0, 103)
            .mapToObj(i -> new LabelledText(i < 50 ? "early" : "late", "text " + i))
            .toList();

    @Test
    void partsTheRecordsInTwoWithoutLosingOrDoublingAny() {
        HeldOut<LabelledText> parts = HeldOut.of(RECORDS, 0.1, 1);
        assertThat(parts.dev()).hasSize(10);
        List<LabelledText> all = new ArrayList<>(parts.train());
        all.addAll(parts.dev());
        assertThat(all).containsExactlyInAnyOrderElementsOf(RECORDS);
        assertThat(parts.train())
                .isSubsetOf(RECORDS)
                .isSortedAccordingTo((a, b) -> Integer.compare(RECORDS.indexOf(a), RECORDS.indexOf(b)));
    }

    /** Files are often grouped by label: the end of the file would be a dev set of one label. */
    @Test
    void drawsFromTheWholeFile() {
        assertThat(HeldOut.of(RECORDS, 0.2, 1).dev())
                .extracting(LabelledText::label)
                .contains("early", "late");
    }

    @Test
    void theSeedDecides() {
        assertThat(HeldOut.of(RECORDS, 0.1, 1))
                .isEqualTo(HeldOut.of(RECORDS, 0.1, 1))
                .isNotEqualTo(HeldOut.of(RECORDS, 0.1, 2));
    }

    @Test
    void refusesWhatCannotBeParted() {
        assertThatThrownBy(() -> HeldOut.of(RECORDS.subList(0, 1), 0.1, 1))
                .isInstanceOf(DataSetException.class)
                .hasMessage("data to hold out a dev set from must hold at least two records, but holds 1");
        assertThatThrownBy(() -> HeldOut.of(RECORDS, 1, 1))
                .hasMessage("the share held out must be above 0 and below 1, but was 1.0");
    }
}
