package io.fathom.cli.reproduce.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.cli.reproduce.claims.Quantity.Arm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClaimsTest {

    static List<Size> sizes() {
        return List.of(Size.QUICK, Size.FULL);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void everyClaimHasItsMethodsAndEveryMethodItsClaim(Size size) {
        Catalogue catalogue = Claims.at(size);
        for (Paper paper : catalogue.papers()) {
            assertThat(catalogue.methodsOf(paper)).isNotEmpty();
        }
        assertThat(catalogue.claims()).extracting(Claim::id).doesNotHaveDuplicates();
        assertThat(catalogue.claims()).flatExtracting(Claim::needs).containsAll(catalogue.arms());
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void noTwoMethodsAreTheSame(Size size) {
        Catalogue catalogue = Claims.at(size);
        assertThat(catalogue.arms())
                .extracting(arm -> catalogue.method(arm).experiment().recipe())
                .doesNotHaveDuplicates();
    }

    @Test
    void aClaimWithoutItsMethodIsAMistake() {
        Claim claim = new Claim(
                "X1",
                "",
                "",
                "",
                List.of(Part.deciding("", Quantity.loss(new Arm("text", "none"), "full"), Range.below(0))));
        Paper paper = new Paper("x", "", "", List.of(), List.of(claim));
        assertThatThrownBy(() -> new Catalogue(List.of(paper), List.of())).hasMessageContaining("text/none");
    }
}
