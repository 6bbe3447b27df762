package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.budget.CostModel;
import io.fathom.model.bundle.BundleException;
import io.fathom.model.bundle.BundleParts;
import io.fathom.model.bundle.CostConstants;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.SurpriseCalibration;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.frontier.FrontierChoice;
import io.fathom.model.depth.frontier.PointMeasurement;
import io.fathom.model.depth.frontier.StoppingTable;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.Weights;
import io.fathom.model.text.Tokenizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The frontier of a finished language model: solved for on held-out texts, or measured on new ones. */
public final class LanguageFrontierStudy {
    private LanguageFrontierStudy() {}

    /**
     * A bundle with a frontier, and how it was found.
     *
     * @param parts the same model; thresholds, recommended policy and card stay as they are
     */
    public record Solved(BundleParts parts, FrontierChoice choice) {}

    /** @throws DataSetException if all texts are empty */
    public static Solved solve(ModelBundle bundle, List<String> texts) {
        try (NDManager manager = NDManager.newBaseManager();
                Tokenizer tokenizer = bundle.openTokenizer();
                Weights weights = bundle.loadWeights(manager)) {
            FrontierChoice choice = LanguageFrontier.of(
                    weights,
                    bundle.tokenGate(),
                    manager,
                    new TextSet(texts, tokenizer, maxTokens(bundle)),
                    calibration(bundle));
            BundleParts parts = BundleParts.of(bundle, bundle.model(), bundle.modelCard());
            return new Solved(parts.with(Optional.of(choice.frontier())), choice);
        }
    }

    /**
     * One measurement a point; none where the bundle has no frontier.
     *
     * @throws DataSetException if all texts are empty
     */
    public static List<PointMeasurement> measure(ModelBundle bundle, List<String> texts) {
        return bundle.frontier()
                .map(frontier -> measure(bundle, frontier, texts))
                .orElse(List.of());
    }

    private static List<PointMeasurement> measure(ModelBundle bundle, DepthFrontier frontier, List<String> texts) {
        try (NDManager manager = NDManager.newBaseManager();
                Tokenizer tokenizer = bundle.openTokenizer();
                Weights weights = bundle.loadWeights(manager)) {
            TextSet set = new TextSet(texts, tokenizer, maxTokens(bundle));
            CostModel costs = CostConstants.of(bundle.architecture()).costModel();
            Map<OptionalDouble, StoppingTable> tables = new HashMap<>();
            return PointMeasurement.of(
                    frontier,
                    point -> tables.computeIfAbsent(point.gateThreshold(), gate -> {
                        CycleNetwork network = CycledTransformer.forInference(weights, gate(bundle, gate));
                        return LanguageFrontier.table(
                                frontier.score(), ExitSurprises.of(network, manager, set), calibration(bundle), costs);
                    }),
                    set.records());
        }
    }

    private static TokenGate gate(ModelBundle bundle, OptionalDouble threshold) {
        return threshold.isPresent() ? new TokenGate.Hard((float) threshold.getAsDouble()) : bundle.tokenGate();
    }

    private static SurpriseCalibration calibration(ModelBundle bundle) {
        if (bundle.calibration() instanceof SurpriseCalibration surprises) {
            return surprises;
        }
        throw new BundleException("the model must be a language model, but " + bundle + " is none");
    }

    private static int maxTokens(ModelBundle bundle) {
        return bundle.architecture().maxTokens();
    }
}
