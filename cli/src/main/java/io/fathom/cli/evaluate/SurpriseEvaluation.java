package io.fathom.cli.evaluate;

import io.fathom.model.engine.Answer;
import io.fathom.model.engine.ScoringResult;
import java.util.List;

/**
 * Quality and cost of one way of scoring texts by a language model.
 *
 * @param bitsPerCharacter of all texts together
 * @param meanCycles cycles used, mean over all records
 * @param anomalousShare records called an anomaly
 * @param auc chance that a strange record has a higher score than a normal one; NaN where nothing says which is which
 */
record SurpriseEvaluation(double bitsPerCharacter, double meanCycles, double anomalousShare, double auc) {

    /** @param strange which records are not normal; empty where nothing says so */
    static SurpriseEvaluation of(List<ScoringResult> results, List<Boolean> strange) {
        double bits = 0;
        long characters = 0;
        long cycles = 0;
        long anomalous = 0;
        double[] scores = new double[results.size()];
        for (int r = 0; r < scores.length; r++) {
            Answer.Surprise answer = results.get(r).surprise();
            scores[r] = answer.bitsPerCharacter();
            bits += answer.bits();
            characters += answer.characters();
            cycles += results.get(r).trace().cyclesUsed();
            anomalous += answer.anomalous() ? 1 : 0;
        }
        return new SurpriseEvaluation(
                bits / Math.max(1, characters),
                (double) cycles / scores.length,
                (double) anomalous / scores.length,
                strange.isEmpty() ? Double.NaN : RankedScores.auc(scores, strange));
    }
}
