package io.fathom.model.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Area under the receiver operating characteristic: how well a score ranks cases that hold above those that do not. */
final class RankingQuality {
    private RankingQuality() {}

    /**
     * Probability that a case that holds has a higher score than one that does not, ties counting half (Mann-Whitney).
     *
     * @return NaN where all cases hold or none does
     */
    static double areaUnderCurve(double[] scores, boolean[] holds) {
        Integer[] order = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> scores[i]));
        double rankSum = 0;
        long positive = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            int held = 0;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                held += holds[order[to]] ? 1 : 0;
                to++;
            }
            rankSum += held * ((from + 1 + to) / 2.0); // mean rank of the tie
            positive += held;
            from = to;
        }
        long negative = scores.length - positive;
        return positive == 0 || negative == 0
                ? Double.NaN
                : (rankSum - positive * (positive + 1) / 2.0) / ((double) positive * negative);
    }
}
