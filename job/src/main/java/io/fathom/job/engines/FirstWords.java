package io.fathom.job.engines;

import io.fathom.model.engine.Answer.Classification;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringRequest;
import io.fathom.model.engine.ScoringResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The self-test of an engine before records depend on it, and its warm-up: it answers texts of every length, alone and in
 * company, with numbers, and the same text always in the same way.
 *
 * <p>It cannot see whether the answers are right: that is what a canary share and the audit are for.
 */
final class FirstWords {
    private static final int ROUNDS = 8;
    private static final double TOLERANCE = 1e-4;
    private static final String WORDS = "the quick brown fox jumps over 12 lazy dogs, где 📦 ist mein Paket? ";
    private static final List<String> TEXTS = List.of("", "a", WORDS, WORDS.repeat(16));

    private FirstWords() {}

    /**
     * @param patience how long one answer may take
     * @throws IllegalStateException if an answer does not come or cannot be right, in one sentence
     */
    static void with(ScoringEngine engine, Duration patience) throws InterruptedException {
        for (String text : TEXTS) {
            double first = score(engine, text, 1, patience).get(0);
            for (double again : score(engine, text, ROUNDS, patience)) {
                if (!(Math.abs(again - first) <= TOLERANCE)) {
                    throw new IllegalStateException("model " + engine.model()
                            + " must give the same text the same score, but gave " + first + " and " + again);
                }
            }
        }
    }

    private static List<Double> score(ScoringEngine engine, String text, int times, Duration patience)
            throws InterruptedException {
        List<java.util.concurrent.CompletableFuture<ScoringResult>> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            answers.add(engine.submit(ScoringRequest.of("self-test-" + i, text)).result());
        }
        List<Double> scores = new ArrayList<>();
        for (var answer : answers) {
            scores.add(finite(engine, await(engine, answer, patience)));
        }
        return scores;
    }

    private static ScoringResult await(
            ScoringEngine engine, java.util.concurrent.Future<ScoringResult> answer, Duration patience)
            throws InterruptedException {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "model " + engine.model() + " must answer its self-test, but failed: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "model " + engine.model() + " must answer its self-test within " + patience.toMillis()
                            + " ms, but did not",
                    e);
        }
    }

    private static double finite(ScoringEngine engine, ScoringResult result) {
        double score = result.answer() instanceof Classification c
                ? c.score()
                : result.surprise().bitsPerCharacter();
        if (!Double.isFinite(score)) {
            throw new IllegalStateException(
                    "model " + engine.model() + " must answer its self-test with a number, but gave " + score);
        }
        return score;
    }
}
