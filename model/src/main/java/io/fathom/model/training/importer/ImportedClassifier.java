package io.fathom.model.training.importer;

import io.fathom.model.bundle.BundleParts;
import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.bundle.ModelDescription;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.bundle.TaskKind;
import io.fathom.model.bundle.TrainingData;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.Readout;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A fine-tuned classifier as a bundle that can be served as it is: one exit, after the last layer, not yet calibrated. */
public final class ImportedClassifier {
    private ImportedClassifier() {}

    /**
     * The parts of the bundle.
     *
     * @param encoder with its head
     * @param id of the bundle
     * @param createdBy program and version
     * @param command how a person imports it again
     */
    public static BundleParts parts(
            ForeignEncoder encoder, ForeignClassifier head, String id, String createdBy, String command)
            throws IOException {
        Architecture architecture = encoder.weights()
                .shape()
                .withOneExit(new Readout.Labels(
                        head.labels().size(),
                        Readout.Pooling.FIRST,
                        Readout.Classifier.SHARED,
                        hidden(head.activation())));
        Map<String, float[]> weights = new LinkedHashMap<>(encoder.weights().values());
        weights.putAll(head.weights());
        String source = encoder.origin().model();
        ModelDescription model = new ModelDescription(
                id,
                createdBy,
                TaskKind.CLASSIFICATION,
                NetworkKind.of(architecture),
                architecture,
                head.labels(),
                LabelCalibration.none(1),
                new ExitPolicy.Fixed(1),
                Map.of(),
                new TrainingData(source.isEmpty() ? "not known (imported)" : "that of " + source, "", "", source),
                command);
        return new BundleParts(model, weights, encoder.tokenizerJson(), card(encoder, head.labels(), id));
    }

    private static Readout.Hidden hidden(ForeignClassifier.Activation activation) {
        return switch (activation) {
            case TANH -> Readout.Hidden.TANH;
            case RELU -> Readout.Hidden.RELU;
            case GELU -> Readout.Hidden.GELU;
        };
    }

    private static String card(ForeignEncoder encoder, List<String> labels, String id) {
        String source = encoder.origin().model();
        return "# " + id + "\n\nA classifier of " + labels.size() + " labels, imported as it is ("
                + encoder.origin().importedFrom() + (source.isEmpty() ? "" : ", from " + source) + "): "
                + encoder.weights().shape().inWords() + ", one exit after the last layer.\n\n"
                + "Its probabilities are not calibrated: `fathom calibrate` does that with labelled texts.\n"
                + "Its licence is that of its source.\n";
    }
}
