package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.BundleParts;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.ModelDescription;
import io.fathom.model.ngram.NgramModel;
import io.fathom.model.nn.Weights;
import io.fathom.model.text.Tokenizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The last step of training by itself: everything that held-out data decides is decided again, and the weights stay. An n-gram
 * model may be put before a network that had none, take the place of another, or be left out.
 *
 * @param parts of the new bundle
 * @param depth what the data decided
 */
public record Recalibration(BundleParts parts, DepthCalibration depth) {

    /** With the bundle's own n-gram model, if it has one. */
    public static Recalibration of(
            ModelBundle bundle, List<LabelledText> dev, double inScopeLoss, double tolerance, String createdBy) {
        return of(bundle, dev, bundle.ngrams(), inScopeLoss, tolerance, createdBy);
    }

    /**
     * @param dev records that the model was not trained on, nor the n-gram model
     * @param ngrams what answers before the first layer of the new bundle; empty where nothing does
     * @param inScopeLoss share of the in-scope records that may be rejected wrongly
     * @param tolerance quality that the recommended policy may give up
     * @param createdBy program and version, for the manifest
     * @throws DataSetException if a record has a label that the model does not know, or all are out of scope
     * @throws io.fathom.model.bundle.BundleException if the model is not a classifier
     */
    public static Recalibration of(
            ModelBundle bundle,
            List<LabelledText> dev,
            Optional<NgramModel> ngrams,
            double inScopeLoss,
            double tolerance,
            String createdBy) {
        if (dev.stream().allMatch(record -> record.label().equals(ClassifierPlan.OUT_OF_SCOPE))) {
            throw new DataSetException("calibration data must hold at least one record with a label other than '"
                    + ClassifierPlan.OUT_OF_SCOPE + "', but of its " + dev.size() + " records none has");
        }
        SignalStudy.calibration(bundle);
        try (NDManager manager = NDManager.newBaseManager();
                Tokenizer tokenizer = bundle.openTokenizer();
                Weights weights = bundle.loadWeights(manager)) {
            TrainingSet records = TrainingSet.of(bundle, tokenizer, dev);
            DepthCalibration depth =
                    DepthCalibration.of(weights, bundle.tokenGate(), manager, records, ngrams, inScopeLoss, tolerance);
            Map<String, Double> quality = new TreeMap<>(bundle.model().quality());
            quality.keySet().removeIf(Recalibration::isDecidedByDev);
            quality.putAll(depth.quality());
            ModelDescription model = bundle.model()
                    .calibrated(
                            createdBy,
                            depth.calibration(),
                            depth.probes(),
                            depth.choice().policy(),
                            quality);
            String card = ModelCard.recalibrated(bundle.modelCard(), model, depth, inScopeLoss);
            BundleParts parts = BundleParts.of(bundle, model, card)
                    .with(Optional.of(depth.frontier().frontier()))
                    .withNgrams(ngrams);
            return new Recalibration(parts, depth);
        }
    }

    /** Figures that another dev set would change, among them that of a linear model of which nothing is left. */
    private static boolean isDecidedByDev(String figure) {
        return figure.startsWith("dev.cycles")
                || figure.equals(DepthCalibration.OUT_OF_SCOPE_SHARE)
                || figure.startsWith("dev.policy.")
                || figure.equals(QualitySection.LINEAR);
    }
}
