package io.fathom.cli.reproduce.claims;

import java.util.Collection;

/** What the runs say about a claim. */
public enum Verdict {
    HOLDS("holds"),
    DOES_NOT_HOLD("does not hold"),
    /** The interval reaches to both sides of what was claimed, or there are too few seeds. */
    NOT_DECIDED("not decided at this size");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** All must hold; one that does not is enough to fail; otherwise it is open. */
    static Verdict ofAll(Collection<Verdict> verdicts) {
        if (verdicts.contains(DOES_NOT_HOLD)) {
            return DOES_NOT_HOLD;
        }
        return verdicts.isEmpty() || verdicts.contains(NOT_DECIDED) ? NOT_DECIDED : HOLDS;
    }

    @Override
    public String toString() {
        return words;
    }
}
