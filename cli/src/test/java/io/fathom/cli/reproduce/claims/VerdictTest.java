package io.fathom.cli.reproduce.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.cli.reproduce.claims.Quantity.Arm;
import io.fathom.model.training.experiment.Measurement;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Arm NEW = new Arm("text", "new");
    private static final Arm OLD = new Arm("text", "old");
    private static final Quantity DIFFERENCE =
            Quantity.loss(NEW, Measurement.FINAL).minus(Quantity.loss(OLD, Measurement.FINAL));
    private static final Part BETTER = Part.deciding("new − old", DIFFERENCE, Range.below(0));

    /** The seeds differ more than the methods: only the pairing shows the difference. */
    private static final double[] OLD_LOSSES = {2.0, 2.2, 1.9, 2.4, 2.1};

    private static Verdict verdict(Part part, double... newLosses) {
        return part.evidence(new MadeUpRuns()
                        .losses(OLD, OLD_LOSSES)
                        .losses(NEW, newLosses)
                        .toRuns())
                .verdict();
    }

    @Test
    void holdsWhereTheWholeIntervalLiesWithin() {
        assertThat(verdict(BETTER, 1.98, 2.17, 1.89, 2.37, 2.08)).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void doesNotHoldWhereTheWholeIntervalLiesElsewhere() {
        assertThat(verdict(BETTER, 2.02, 2.23, 1.91, 2.43, 2.12)).isEqualTo(Verdict.DOES_NOT_HOLD);
    }

    @Test
    void isOpenWhereTheIntervalReachesToBothSides() {
        assertThat(verdict(BETTER, 1.98, 2.23, 1.89, 2.43, 2.08)).isEqualTo(Verdict.NOT_DECIDED);
    }

    @Test
    void isOpenWithFewerThanFiveSeedsHoweverClear() {
        assertThat(verdict(BETTER, 1.5, 1.7, 1.4, 1.9)).isEqualTo(Verdict.NOT_DECIDED);
        assertThat(verdict(BETTER)).isEqualTo(Verdict.NOT_DECIDED);
    }

    @Test
    void seedsThatOneMethodLacksAreLeftOut() {
        Part.Evidence evidence = BETTER.evidence(
                new MadeUpRuns().losses(OLD, OLD_LOSSES).losses(NEW, 1.9, 2.3).toRuns());
        assertThat(evidence.values()).containsOnlyKeys(1L, 2L);
        assertThat(evidence.inRange(Range.below(0))).isEqualTo(1);
    }

    @Test
    void withinARangeBothEndsMatter() {
        Part near = Part.deciding("relative", relative(), new Range(-0.005, 0.005));
        assertThat(verdict(near, 2.002, 2.198, 1.902, 2.401, 2.098)).isEqualTo(Verdict.HOLDS);
        assertThat(verdict(near, 2.1, 2.3, 2.0, 2.5, 2.2)).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(verdict(near, 1.9, 2.1, 1.8, 2.3, 2.0)).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(verdict(near, 2.002, 2.198, 1.902, 2.401, 2.2)).isEqualTo(Verdict.NOT_DECIDED);
    }

    private static Quantity relative() {
        return Quantity.loss(NEW, Measurement.FINAL).relativeTo(Quantity.loss(OLD, Measurement.FINAL));
    }

    @Test
    void whatIsExactNeedsOneSeedAndAllMustAgree() {
        Part exact = Part.exact("difference", Quantity.value(NEW, "difference"), Range.below(1e-5));
        MadeUpRuns runs = new MadeUpRuns().run(NEW, 1, Measurement.value("difference", 1e-7));
        assertThat(exact.evidence(runs.toRuns()).verdict()).isEqualTo(Verdict.HOLDS);
        runs.run(NEW, 2, Measurement.value("difference", 1e-4));
        assertThat(exact.evidence(runs.toRuns()).verdict()).isEqualTo(Verdict.DOES_NOT_HOLD);
    }

    @Test
    void aClaimNeedsAllThatDecides() {
        Part worse = Part.deciding("old − new", DIFFERENCE.with(DIFFERENCE, (a, b) -> -a), Range.below(0));
        Part aside = Part.beside("old − new", worse.quantity(), Range.below(0));
        var runs = new MadeUpRuns()
                .losses(OLD, OLD_LOSSES)
                .losses(NEW, 1.98, 2.17, 1.89, 2.37, 2.08)
                .toRuns();
        assertThat(claim(BETTER, aside).verdict(runs)).isEqualTo(Verdict.HOLDS);
        assertThat(claim(BETTER, worse).verdict(runs)).isEqualTo(Verdict.DOES_NOT_HOLD);
        Part open = Part.deciding("missing", Quantity.loss(new Arm("text", "none"), "full"), Range.below(0));
        assertThat(claim(BETTER, open).verdict(runs)).isEqualTo(Verdict.NOT_DECIDED);
        assertThat(claim(worse, open).verdict(runs)).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThatThrownBy(() -> claim(aside)).hasMessageContaining("X1");
    }

    private static Claim claim(Part... parts) {
        return new Claim("X1", "new is better", "nobody", "Made up.", List.of(parts));
    }
}
