package io.fathom.cli.demo;

/**
 * What counts as right, here and in {@code evaluate}: a text that is out of scope must be rejected, any other must get
 * its label and must not be rejected.
 *
 * @param outOfScopeLabel the label that stands for out of scope; empty where there is none
 */
record Verdict(String outOfScopeLabel) {

    boolean isCorrect(String expected, OutputRecord.Answer answer) {
        if (!outOfScopeLabel.isEmpty() && expected.equals(outOfScopeLabel)) {
            return answer.outOfScope();
        }
        return !answer.outOfScope() && expected.equals(answer.label());
    }
}
