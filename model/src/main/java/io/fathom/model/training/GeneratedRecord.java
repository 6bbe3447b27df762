package io.fathom.model.training;

/**
 * A record made by a rule.
 *
 * @param labelled the text with the answer that the rule gives
 * @param difficulty how many steps the answer takes, at least 1
 */
public record GeneratedRecord(LabelledText labelled, int difficulty) {

    public GeneratedRecord {
        if (difficulty < 1) {
            throw new IllegalArgumentException("difficulty must be at least 1, but was " + difficulty);
        }
    }

    public String text() {
        return labelled.text();
    }

    public String label() {
        return labelled.label();
    }
}
