package io.fathom.cli.evaluate;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Area under the receiver operating characteristic, by ranks (Mann and Whitney's U). */
final class RankedScores {

    private RankedScores() {}

    /**
     * The chance that a positive record has a higher score than a negative one, ties counting half: 0.5 for a score that
     * tells nothing, NaN where one of the two kinds is missing.
     */
    static double auc(double[] scores, List<Boolean> positive) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double rankSum = 0;
        long positives = 0;
        int from = 0;
        while (from < order.length) {
            int to = from;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                to++;
            }
            double rank = (from + 1 + to) / 2.0; // the mean of from + 1 .. to
            for (int i = from; i < to; i++) {
                if (positive.get(order[i])) {
                    positives++;
                    rankSum += rank;
                }
            }
            from = to;
        }
        double pairs = (double) positives * (scores.length - positives);
        return pairs == 0 ? Double.NaN : (rankSum - positives * (positives + 1) / 2.0) / pairs;
    }
}
