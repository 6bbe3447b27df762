package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.budget.CostModel;
import io.fathom.model.bundle.CostConstants;
import io.fathom.model.bundle.SurpriseCalibration;
import io.fathom.model.depth.ExitScore;
import io.fathom.model.depth.frontier.Dial;
import io.fathom.model.depth.frontier.FrontierChoice;
import io.fathom.model.depth.frontier.Measure;
import io.fathom.model.depth.frontier.StoppingTable;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.Weights;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The frontier of a language model: quality is −bits per character of all texts together, so that texts count by their
 * characters, and the score is the confidence, the geometric mean of the probabilities of what came.
 */
final class LanguageFrontier {
    private static final long SEED = 1;

    private LanguageFrontier() {}

    /**
     * @param gate how the network is served
     * @param anomalies what is called an anomaly: all that answers agree on or not
     */
    static FrontierChoice of(
            Weights weights, TokenGate gate, NDManager manager, TextSet texts, SurpriseCalibration anomalies) {
        CycleNetwork network = CycledTransformer.forInference(weights, gate);
        CostModel costs = CostConstants.of(weights.architecture()).costModel();
        ExitSurprises surprises = ExitSurprises.of(network, manager, texts);
        Map<ExitScore, List<Dial>> dials = new EnumMap<>(ExitScore.class);
        for (ExitScore score : scores(surprises)) {
            dials.put(score, List.of(new Dial(GateDials.threshold(gate), table(score, surprises, anomalies, costs))));
        }
        if (network.skipsTokens() && surprises.cycles() == 1) {
            dials.put(
                    ExitScore.NONE,
                    GateDials.of(
                            weights,
                            n -> table(ExitScore.NONE, ExitSurprises.of(n, manager, texts), anomalies, costs)));
        }
        return FrontierChoice.of(dials, SEED);
    }

    private static List<ExitScore> scores(ExitSurprises surprises) {
        return surprises.cycles() == 1 ? List.of(ExitScore.NONE) : List.of(ExitScore.NONE, ExitScore.CONFIDENCE);
    }

    /** @param score {@link ExitScore#NONE} or {@link ExitScore#CONFIDENCE} */
    static StoppingTable table(
            ExitScore score, ExitSurprises surprises, SurpriseCalibration anomalies, CostModel costs) {
        int records = surprises.texts().records();
        int[] tokens = surprises.texts().lengths();
        float[][] scores = new float[surprises.cycles() - 1][records];
        double[][] quality = new double[surprises.cycles()][records];
        for (int c = 0; c < quality.length; c++) {
            for (int r = 0; r < records; r++) {
                quality[c][r] = -surprises.nats()[c][r] / Math.log(2);
                if (c < scores.length && score == ExitScore.CONFIDENCE) {
                    scores[c][r] = (float) surprises.confidence(c, r);
                }
            }
        }
        double[] characters = IntStream.range(0, records)
                .mapToDouble(r -> surprises.texts().characters(r))
                .toArray();
        return new StoppingTable(
                scores,
                new Measure(quality, characters),
                Measure.share(surprises.settled(anomalies)),
                StoppingTables.cost(tokens, surprises.middleLayers(), costs, score.needsAnswer()));
    }
}
