package io.fathom.model.training;

import static java.util.Objects.requireNonNull;

import io.fathom.model.bundle.LineageStep;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.bundle.TaskKind;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.text.BytePairVocabulary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a training begins with: nothing but a shape, or a bundle whose weights, vocabulary, labels and network are kept.
 *
 * @param labels in the order of the classifier's rows; none for a language model
 * @param weights to begin with, or null for fresh ones
 * @param gate that the network is served with
 * @param lineage of what comes of the training
 */
record StartingPoint(
        BytePairVocabulary vocabulary,
        Architecture architecture,
        List<String> labels,
        @Nullable NetworkValues weights,
        TokenGate gate,
        List<LineageStep> lineage) {

    /** Fresh weights for a vocabulary that was made of the training texts. */
    static StartingPoint fresh(Architecture architecture, BytePairVocabulary vocabulary, List<String> labels) {
        return new StartingPoint(vocabulary, architecture, labels, null, TokenGate.forServing(architecture), List.of());
    }

    /**
     * A classifier that is trained on.
     *
     * @param dataLabels labels of the training data
     * @param detail what the bundle's lineage says of the training
     * @throws DataSetException if these are not the bundle's labels
     * @throws IllegalArgumentException if the bundle is no classifier, or has a tokenizer of another tool
     */
    static StartingPoint of(ModelBundle bundle, List<String> dataLabels, String detail) {
        StartingPoint point = of(bundle, TaskKind.CLASSIFICATION, "with labelled texts must be a classifier", detail);
        requireSame(bundle, dataLabels);
        return point;
    }

    /**
     * A language model that is trained on.
     *
     * @param detail what the bundle's lineage says of the training
     * @throws IllegalArgumentException if the bundle is no language model, or has a tokenizer of another tool
     */
    static StartingPoint ofLanguageModel(ModelBundle bundle, String detail) {
        return of(bundle, TaskKind.LANGUAGE_MODEL, "with texts alone must be a language model", detail);
    }

    /**
     * A classifier that begins with what a language model has learnt of words: its vocabulary and its layers, which see both
     * sides of a token from now on, and a fresh read-out (pre-training, after Radford et al. 2018).
     *
     * @param shape of the classifier; where it is of another kind than the language model, it has as many layers of the same
     *     width, and what the language model lacks, such as routers, is fresh
     * @param seed of what is fresh
     * @throws IllegalArgumentException if the bundle is no language model, or has too few layers for another kind
     */
    static StartingPoint ofWords(
            ModelBundle bundle, ClassifierPlan.Shape shape, List<String> labels, long seed, String detail) {
        StartingPoint words = ofLanguageModel(bundle, detail);
        Readout.Labels readout = new Readout.Labels(labels.size(), shape.pooling());
        Architecture known = words.architecture();
        Architecture architecture = shape.kind() == NetworkKind.of(known)
                ? known.with(readout)
                : shape.kind()
                        .architecture(
                                known.input(),
                                known.dim(),
                                known.heads(),
                                known.stack().layers(),
                                shape.maxCycles(),
                                readout);
        return new StartingPoint(
                words.vocabulary(),
                architecture,
                labels,
                requireNonNull(words.weights()).movedTo(architecture, seed),
                TokenGate.forServing(architecture),
                words.lineage());
    }

    private static StartingPoint of(ModelBundle bundle, TaskKind task, String rule, String detail) {
        if (bundle.model().task() != task) {
            throw new IllegalArgumentException("a bundle to train on " + rule + ", but " + bundle.identity()
                    + " is for " + bundle.model().task());
        }
        List<LineageStep> lineage = new ArrayList<>(bundle.model().lineage());
        lineage.add(new LineageStep(bundle.identity(), LineageStep.Change.CONTINUED, detail));
        return new StartingPoint(
                BytePairVocabulary.fromTokenizerJson(bundle.tokenizerJson()),
                bundle.architecture(),
                bundle.labels(),
                new NetworkValues(bundle.architecture(), bundle.weightValues()),
                bundle.tokenGate(),
                lineage);
    }

    private static void requireSame(ModelBundle bundle, List<String> dataLabels) {
        List<String> unknown = new ArrayList<>(dataLabels);
        unknown.removeAll(bundle.labels());
        List<String> missing = new ArrayList<>(bundle.labels());
        missing.removeAll(dataLabels);
        if (!unknown.isEmpty() || !missing.isEmpty()) {
            throw new DataSetException("labels of the training data must be those of " + bundle.identity()
                    + " to train it on, but they "
                    + (unknown.isEmpty() ? "lack '" + missing.get(0) + "'" : "hold '" + unknown.get(0) + "'")
                    + "; take data with its labels, or train without --from");
        }
    }
}
