package io.fathom.model.engine;

import io.fathom.model.bundle.SurpriseCalibration;
import io.fathom.model.engine.Answer.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * From the surprise of each token, {@code s_t = −ln p(token t | tokens before)}, to bits per character:
 *
 * <pre>  score = Σ_t s_t / ln 2 / characters of the text that was read</pre>
 *
 * Bits per character and not per token, so that bundles with different vocabularies can be compared, and a long rare token
 * is not stranger than the same letters one by one.
 *
 * <p>The confidence is {@code exp(−mean s_t)}, the geometric mean of the probabilities of what came. It is high where the
 * text went as expected, and then there is little left for more cycles to find: surprise cannot fall below 0, so stopping at
 * confidence {@code q} leaves at most {@code −log2 q} bits a token that full depth could still take off. What it cannot see:
 * whether more cycles would take anything off a text that is strange, or add to one that is not.
 */
final class SurpriseRule implements AnswerRule {
    private static final double BITS_PER_NAT = 1 / Math.log(2);

    private final SurpriseCalibration calibration;

    SurpriseRule(SurpriseCalibration calibration) {
        this.calibration = calibration;
    }

    /** The surprise of every token in nats; 0 for the first, which nothing predicts. */
    @Override
    public float[] read(float[] values, int from, int tokens, float[] ngrams, int cycle) {
        float[] surprise = Arrays.copyOfRange(values, from, from + tokens);
        for (int t = 0; t < tokens; t++) {
            if (!Float.isFinite(surprise[t])) {
                throw new ArithmeticException(
                        "surprise of a token must be finite, but was " + surprise[t] + " at token " + t);
            }
        }
        return surprise;
    }

    /** 1 where there is nothing to predict. */
    @Override
    public float confidence(float[] surprise) {
        int predicted = surprise.length - 1;
        return predicted == 0 ? 1 : (float) Math.exp(-sum(surprise) / predicted);
    }

    /** Of the distribution of each next token only the part that came true is known. */
    @Override
    public float entropy(float[] surprise) {
        return Float.NaN;
    }

    /** Bits a token, in tenths: a change of less says the same. */
    @Override
    public int verdict(float[] surprise, int cycle) {
        return (int) Math.round(10 * BITS_PER_NAT * sum(surprise) / Math.max(1, surprise.length - 1));
    }

    @Override
    public Answer.Surprise answer(float[] surprise, PendingRecord record, int cycle) {
        return surprise(surprise, record.sourceText(), record.text().ends(), cycle);
    }

    /** @param ends where each token ends in the text */
    Answer.Surprise surprise(float[] surprise, String text, int[] ends, int cycle) {
        int read = Arrays.stream(ends).max().orElse(0);
        return new Answer.Surprise(
                sum(surprise) * BITS_PER_NAT,
                text.codePointCount(0, read),
                calibration.anomalyThresholds().get(cycle - 1),
                pieces(surprise, text, ends));
    }

    /** A token that adds no character belongs to the piece before it, or at the beginning to the first. */
    private static List<Piece> pieces(float[] surprise, String text, int[] ends) {
        List<Piece> pieces = new ArrayList<>();
        double bits = 0;
        int begin = 0;
        int end = 0;
        for (int t = 0; t < ends.length; t++) {
            if (ends[t] > end && end > begin) {
                pieces.add(new Piece(text.substring(begin, end), (float) bits));
                begin = end;
                bits = 0;
            }
            end = Math.max(end, ends[t]);
            bits += surprise[t] * BITS_PER_NAT;
        }
        if (end > begin) {
            pieces.add(new Piece(text.substring(begin, end), (float) bits));
        }
        return pieces;
    }

    private static double sum(float[] surprise) {
        double sum = 0;
        for (float s : surprise) {
            sum += s;
        }
        return sum;
    }
}
