package io.fathom.model.training;

import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.ngram.NgramModel;
import io.fathom.model.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Labelled records with the way to encode them; makes batches as pure functions of their arguments. */
@SuppressWarnings("ArrayRecordComponent")
public final class TrainingSet {
    private final List<String> texts;
    private final int[] labelIndices;
    private final List<String> labels;
    private final int outOfScope;
    private final int maxTokens;
    private final TextEncoder encoder;
    private final int[][] servedIds;

    /**
     * @param ids [rows][tokens], every pass of a record
     * @param targets [rows][labels]
     * @param texts what each row's ids were made of
     * @param spliced rows whose text no label fits; only a teacher can say what they are
     * @param tokens ids in all rows
     */
    record Batch(int[][] ids, float[][] targets, List<String> texts, boolean[] spliced, long tokens) {}

    /**
     * @param labels in the order of the classifier's rows
     * @param outOfScopeLabel the label that stands for out-of-scope; may be missing from {@code labels}
     * @throws DataSetException if a record has a label that is not among {@code labels}
     */
    public TrainingSet(
            List<LabelledText> records,
            List<String> labels,
            String outOfScopeLabel,
            int maxTokens,
            TextEncoder encoder) {
        this.texts = records.stream().map(LabelledText::text).toList();
        this.labels = List.copyOf(labels);
        this.outOfScope = labels.indexOf(outOfScopeLabel);
        this.maxTokens = maxTokens;
        this.encoder = encoder;
        this.labelIndices = records.stream().mapToInt(r -> indexOf(r.label())).toArray();
        SplittableRandom unused = new SplittableRandom(0);
        this.servedIds =
                texts.stream().map(t -> truncated(encoder.encode(t, 0, unused))).toArray(int[][]::new);
    }

    /**
     * Records as a finished model reads them.
     *
     * @param tokenizer of the bundle
     * @throws DataSetException if a record has a label that the model does not know
     */
    static TrainingSet of(ModelBundle bundle, Tokenizer tokenizer, List<LabelledText> records) {
        int maxTokens = bundle.architecture().maxTokens();
        return new TrainingSet(
                records, bundle.labels(), ClassifierPlan.OUT_OF_SCOPE, maxTokens, (text, dropout, random) -> tokenizer
                        .encode(text, maxTokens)
                        .ids());
    }

    private int indexOf(String label) {
        int index = labels.indexOf(label);
        if (index < 0) {
            throw new DataSetException("label '" + label + "' must be one of the " + labels.size()
                    + " labels of the training data, but is not among them");
        }
        return index;
    }

    public List<String> labels() {
        return labels;
    }

    /** Of every record, as it was given. */
    List<String> texts() {
        return texts;
    }

    /** Index of the out-of-scope label, or −1. */
    public int outOfScope() {
        return outOfScope;
    }

    /** Records with the out-of-scope label among all. */
    double outOfScopeShare() {
        return (double) Arrays.stream(labelIndices).filter(l -> l == outOfScope).count() / labelIndices.length;
    }

    public int[] labelIndices() {
        return labelIndices.clone();
    }

    /** Token ids of every record as the served tokenizer gives them. */
    public int[][] servedIds() {
        return servedIds;
    }

    /** The same for the same records in the same order, labelled and cut into tokens in the same way. */
    String fingerprint() {
        Fingerprint print = new Fingerprint();
        labels.forEach(print::add);
        texts.forEach(print::add);
        print.add(labelIndices);
        for (int[] row : servedIds) {
            print.add(row);
        }
        return print.value();
    }

    int[] lengths() {
        int[] lengths = new int[servedIds.length];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = servedIds[i].length;
        }
        return lengths;
    }

    /** The records as a step sees them: {@code passes} times each, cut into tokens anew each time. */
    Batch batch(int[] records, int passes, ClassifierRecipe how, long seed, int step) {
        SplittableRandom random = new SplittableRandom(seed * 7_368_787L + step);
        int[][] ids = new int[records.length * passes][];
        float[][] targets = new float[ids.length][];
        List<String> read = new ArrayList<>();
        boolean[] spliced = new boolean[ids.length];
        long tokens = 0;
        for (int i = 0; i < ids.length; i++) {
            int record = records[i % records.length];
            String text = texts.get(record);
            if (how.spliceShare() > 0 && random.nextDouble() < how.spliceShare()) {
                text = spliced(text, texts.get(records[random.nextInt(records.length)]), random);
                spliced[i] = true;
            }
            text = withoutSomeWords(text, how.wordDropout(), random);
            read.add(text);
            ids[i] = truncated(encoder.encode(text, how.bpeDropout(), random));
            targets[i] = smoothed(labelIndices[record], how.labelSmoothing());
            tokens += ids[i].length;
        }
        return new Batch(ids, targets, read, spliced, tokens);
    }

    /** A linear model of the same records. */
    NgramModel ngrams(long seed) {
        return NgramTraining.train(texts, labelIndices, labels.size(), seed);
    }

    double inScopeAccuracy(float[][] logits) {
        int right = 0;
        int inScope = 0;
        for (int r = 0; r < logits.length; r++) {
            if (labelIndices[r] != outOfScope) {
                inScope++;
                right += best(logits[r]) == labelIndices[r] ? 1 : 0;
            }
        }
        return inScope == 0 ? 0 : (double) right / inScope;
    }

    /** The best in-scope label. */
    private int best(float[] logits) {
        int best = outOfScope == 0 ? 1 : 0;
        for (int k = best + 1; k < logits.length; k++) {
            best = k != outOfScope && logits[k] > logits[best] ? k : best;
        }
        return best;
    }

    /** In-scope accuracy of a linear model on these records. */
    double inScopeAccuracy(NgramModel linear) {
        return inScopeAccuracy(texts.stream().map(linear::logProbabilities).toArray(float[][]::new));
    }

    private int[] truncated(int[] ids) {
        return ids.length <= maxTokens ? ids : java.util.Arrays.copyOf(ids, maxTokens);
    }

    private float[] smoothed(int label, double smoothing) {
        float[] target = new float[labels.size()];
        java.util.Arrays.fill(target, (float) (smoothing / labels.size()));
        target[label] += (float) (1 - smoothing);
        return target;
    }

    /** The first words of one text and the last of another. */
    private static String spliced(String first, String last, RandomGenerator random) {
        String[] head = first.split(" ", -1);
        String[] tail = last.split(" ", -1);
        List<String> words = new ArrayList<>(List.of(head).subList(0, random.nextInt(head.length + 1)));
        words.addAll(List.of(tail).subList(random.nextInt(tail.length + 1), tail.length));
        return String.join(" ", words);
    }

    private static String withoutSomeWords(String text, double share, RandomGenerator random) {
        if (share == 0) {
            return text;
        }
        List<String> kept = new ArrayList<>();
        for (String word : text.split(" ", -1)) {
            if (random.nextDouble() >= share) {
                kept.add(word);
            }
        }
        return kept.isEmpty() ? text : String.join(" ", kept);
    }
}
