package io.fathom.model.training;

import io.fathom.model.ngram.NgramModel;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Trains what answers before the first layer of a classifier that is there already. */
public final class DepthZeroTraining {
    private static final long SEED = 1;

    private DepthZeroTraining() {}

    /**
     * The n-gram model of some labelled texts. Texts that are held out as well are left out: on what it has seen the model is
     * much too sure of itself, and all that is calibrated would believe it.
     *
     * @param labels of the classifier, in the order of its answers
     * @param train the texts that the classifier was trained on
     * @param heldOut those that it is calibrated on
     * @throws DataSetException if a record has a label that the classifier does not know, or no text is left
     */
    public static NgramModel of(List<String> labels, List<LabelledText> train, List<LabelledText> heldOut) {
        Set<String> known = heldOut.stream().map(LabelledText::text).collect(Collectors.toSet());
        List<LabelledText> own =
                train.stream().filter(record -> !known.contains(record.text())).toList();
        if (own.isEmpty()) {
            throw new DataSetException("training texts of depth zero must be others than the held-out ones, but all "
                    + train.size() + " are among those; name the file that the bundle was trained on");
        }
        return NgramTraining.train(
                own.stream().map(LabelledText::text).toList(), indices(labels, own), labels.size(), SEED);
    }

    private static int[] indices(List<String> labels, List<LabelledText> records) {
        return records.stream()
                .mapToInt(record -> {
                    int index = labels.indexOf(record.label());
                    if (index < 0) {
                        throw new DataSetException("label '" + record.label() + "' must be one of the " + labels.size()
                                + " labels of the bundle, but is not among them");
                    }
                    return index;
                })
                .toArray();
    }
}
