package io.fathom.cli.reproduce.claims;

import io.fathom.cli.reproduce.claims.Quantity.Arm;
import io.fathom.model.training.experiment.Measurement;
import java.util.List;

/** A paper with two methods and a claim of each kind. */
public final class MadeUpPaper {
    public static final Arm NEW = new Arm("text", "new");
    public static final Arm OLD = new Arm("text", "old");

    private MadeUpPaper() {}

    public static Catalogue catalogue() {
        Quantity difference = Quantity.loss(NEW, Measurement.FINAL).minus(Quantity.loss(OLD, Measurement.FINAL));
        Paper paper = new Paper(
                "made-up",
                "A made-up paper",
                "Nobody, *Nothing* (2026).",
                List.of("A note."),
                List.of(
                        claim("M1", "New is better", Part.deciding("new − old | nats", difference, Range.below(0))),
                        claim("M2", "New is much better", Part.deciding("new − old", difference, Range.below(-1))),
                        claim(
                                "M3",
                                "New is a little better",
                                Part.deciding("new − old", difference, Range.below(-0.1))),
                        claim("M4", "Old has seeds", Part.exact("seed", Quantity.value(OLD, "extra"), Range.above(1))),
                        claim(
                                "M5",
                                "Old has seeds, whatever new has",
                                Part.exact("seed", Quantity.value(OLD, "extra"), Range.above(1)),
                                Part.beside("new − old", difference, Range.below(0)))));
        return new Catalogue(
                List.of(paper),
                List.of(
                        new Method(NEW, "the new one", new ScriptedExperiment("new", 1)),
                        new Method(OLD, "the old one", new ScriptedExperiment("old", 2))));
    }

    private static Claim claim(String id, String sentence, Part... parts) {
        return new Claim(id, sentence, "Nobody", "Made up.", List.of(parts));
    }
}
