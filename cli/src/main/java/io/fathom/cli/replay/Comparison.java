package io.fathom.cli.replay;

import io.fathom.model.engine.Answer.Classification;
import io.fathom.model.engine.Answer.Surprise;
import io.fathom.model.engine.ScoringResult;
import io.fathom.model.engine.ScoringResult.LabelScore;
import io.fathom.schemas.DepthTelemetry;
import io.fathom.schemas.LabelProbability;
import io.fathom.schemas.Prediction;
import io.fathom.schemas.TextSurprise;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * Holds a publication against the same record computed again. Numbers may differ by float noise: batches of another shape
 * add up in another order. For the same reason labels may change places whose probabilities are closer than that.
 */
final class Comparison {
    private final Publication published;
    private final ScoringResult computed;
    private final double tolerance;
    private final List<Difference> found = new ArrayList<>();

    private Comparison(Publication published, ScoringResult computed, double tolerance) {
        this.published = published;
        this.computed = computed;
        this.tolerance = tolerance;
    }

    /** @param tolerance largest difference of numbers that is none */
    static List<Difference> of(Publication published, ScoringResult computed, double tolerance) {
        Comparison comparison = new Comparison(published, computed, tolerance);
        comparison.compare();
        return comparison.found;
    }

    private void compare() {
        Prediction prediction = published.prediction();
        same("cycles", prediction.getCyclesUsed(), computed.trace().cyclesUsed());
        if (computed.answer() instanceof Classification answer) {
            compare(prediction, answer);
        } else {
            compare(prediction, computed.surprise());
        }
        DepthTelemetry telemetry = published.telemetry();
        if (telemetry == null) {
            same("telemetry", "missing", "one record for each prediction");
        } else {
            same("cycles in telemetry", telemetry.getCyclesUsed(), prediction.getCyclesUsed());
            same("tokens", telemetry.getTokens(), computed.trace().tokens());
            same("truncated", telemetry.getTruncated(), computed.trace().truncated());
        }
    }

    private void compare(Prediction prediction, Classification answer) {
        if (!prediction.getLabel().equals(answer.label()) && !isNearlyBest(prediction.getLabel(), answer)) {
            same("label", prediction.getLabel(), answer.label());
        }
        close("score", prediction.getScore(), answer.score());
        same("out of scope", prediction.getOutOfScope(), answer.outOfScope());
        Iterator<LabelScore> alternatives = answer.alternatives().iterator();
        for (LabelProbability alternative : prediction.getAlternatives()) {
            if (alternatives.hasNext()) {
                close(
                        "probability of " + alternative.getLabel(),
                        alternative.getProbability(),
                        alternatives.next().probability());
            }
        }
    }

    private boolean isNearlyBest(String label, Classification answer) {
        return answer.alternatives().stream()
                .anyMatch(a -> a.label().equals(label) && answer.score() - a.probability() <= tolerance);
    }

    private void compare(Prediction prediction, Surprise answer) {
        TextSurprise surprise = prediction.getSurprise();
        if (surprise == null) {
            same("surprise", "missing", String.valueOf(answer.bitsPerCharacter()));
        } else {
            close("bits per character", surprise.getBitsPerCharacter(), answer.bitsPerCharacter());
            close("threshold", surprise.getThreshold(), answer.threshold());
        }
    }

    private void same(String what, Object before, Object now) {
        if (!Objects.equals(before, now)) {
            add(what, before, now);
        }
    }

    private void close(String what, double before, double now) {
        if (!(Math.abs(before - now) <= tolerance)) {
            add(what, before, now);
        }
    }

    private void add(String what, Object before, Object now) {
        found.add(
                new Difference(published.prediction().getEventId(), what, String.valueOf(before), String.valueOf(now)));
    }
}
