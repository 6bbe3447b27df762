package io.fathom.model.training;

import io.fathom.model.budget.CostModel;
import io.fathom.model.depth.ExitScore;
import io.fathom.model.depth.ProbeInputs;
import io.fathom.model.depth.frontier.Measure;
import io.fathom.model.depth.frontier.StoppingTable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** From what a classifier told of held-out records to what stopping by every score gives. */
final class StoppingTables {
    private StoppingTables() {}

    /**
     * A table for every score that the outcomes have. A probe tells its score only where {@code told} has it.
     *
     * @param told what probes say of each record, [depths][records]
     */
    static Map<ExitScore, StoppingTable> of(
            ExitLogits logits, ExitOutcomes outcomes, Map<ProbeInputs, float[][]> told, CostModel costs) {
        Map<ExitScore, StoppingTable> tables = new EnumMap<>(ExitScore.class);
        for (ExitScore score : scores(outcomes, told)) {
            tables.put(score, of(score, logits, outcomes, told, costs));
        }
        return tables;
    }

    /** The table of one score. */
    static StoppingTable of(
            ExitScore score,
            ExitLogits logits,
            ExitOutcomes outcomes,
            Map<ProbeInputs, float[][]> told,
            CostModel costs) {
        double[] ones = new double[outcomes.records()];
        Arrays.fill(ones, 1);
        return new StoppingTable(
                outcomes.firstDepth(),
                scoresOf(score, outcomes, told),
                new Measure(outcomes.quality(), ones),
                Measure.share(outcomes.settled()),
                cost(logits, costs, score.needsAnswer()));
    }

    /** Nothing to choose by without a choice of depth; zero attention only where there are zero tokens. */
    private static List<ExitScore> scores(ExitOutcomes outcomes, Map<ProbeInputs, float[][]> told) {
        if (outcomes.depths() == 1) {
            return List.of(ExitScore.NONE);
        }
        return Arrays.stream(ExitScore.values())
                .filter(score -> score.probe().map(told::containsKey).orElse(true))
                .filter(score -> outcomes.heads() > 0
                        || (score != ExitScore.ZERO_ATTENTION && score != ExitScore.CORRECTED_ZERO_ATTENTION))
                .toList();
    }

    private static float[][] scoresOf(ExitScore score, ExitOutcomes outcomes, Map<ProbeInputs, float[][]> told) {
        float[][] scores = new float[outcomes.depths() - 1][outcomes.records()];
        float[][] probe = score.probe().map(told::get).orElse(null);
        for (int c = 0; c < scores.length; c++) {
            for (int r = 0; r < scores[c].length; r++) {
                scores[c][r] = probe == null ? score.of(outcomes.signals()[c][r]) : probe[c][r];
            }
        }
        return scores;
    }

    /** TLOps of stopping at each depth, and of a token on average. */
    private static Measure cost(ExitLogits logits, CostModel costs, boolean answersEveryCycle) {
        Measure cycles = cost(logits.tokens(), logits.middleLayers(), costs, answersEveryCycle);
        if (logits.firstDepth() > 0) {
            return cycles;
        }
        double[] zero =
                Arrays.stream(logits.tokens()).mapToDouble(costs::depthZero).toArray();
        double[][] depths =
                Stream.concat(Stream.of(zero), Arrays.stream(cycles.value())).toArray(double[][]::new);
        return new Measure(depths, cycles.weight());
    }

    /**
     * TLOps of stopping after each cycle, and of a token on average.
     *
     * @param answersEveryCycle whether the tail runs after every cycle, or once
     */
    static Measure cost(int[] tokens, double[][] middleLayers, CostModel costs, boolean answersEveryCycle) {
        double[][] cost = new double[middleLayers.length][tokens.length];
        for (int c = 0; c < cost.length; c++) {
            for (int r = 0; r < tokens.length; r++) {
                cost[c][r] =
                        costs.tlopsOfRouted(tokens[r], Math.round(middleLayers[c][r]), answersEveryCycle ? c + 1 : 1);
            }
        }
        return new Measure(cost, Arrays.stream(tokens).asDoubleStream().toArray());
    }
}
