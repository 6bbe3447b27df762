package io.fathom.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Dropout;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.Weights;
import io.fathom.model.text.Tokenizer;
import io.fathom.model.training.ExitLogits;
import io.fathom.model.training.LabelledText;
import io.fathom.model.training.OpenShare;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What hard gates cost in quality: a classifier with routers answers labelled texts behind soft gates, behind hard ones with
 * the even threshold, and behind hard ones that are open as often as the soft ones are on average, the fair comparison at
 * equal compute (papers.md 2.10, T5).
 */
final class RouterQuality {
    private static final int ROWS = 64;
    private static final int BISECTIONS = 16; // gates that were hardly trained all say nearly the same

    private RouterQuality() {}

    /**
     * @param gates soft, or hard with its threshold
     * @param open share of tokens and layers behind routers that the gates let through
     * @param accuracy share of texts whose most probable label is theirs, at full depth
     */
    record Row(String gates, double open, double accuracy) {}

    /** @throws IllegalArgumentException if the bundle has no routers, or no label is the classifier's */
    static List<Row> of(ModelBundle bundle, List<LabelledText> texts) {
        if (!bundle.architecture().routers()) {
            throw new IllegalArgumentException("the bundle of bench routers must have routers (tsa, combined), but "
                    + bundle.identity() + " has none");
        }
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                Weights weights = bundle.loadWeights(manager);
                Tokenizer tokenizer = bundle.openTokenizer()) {
            JniUtils.setGradMode(false);
            int maxTokens = bundle.architecture().maxTokens();
            int[][] ids = texts.stream()
                    .map(t -> tokenizer.encode(t.text(), maxTokens).ids())
                    .toArray(int[][]::new);
            int[] labels = texts.stream()
                    .mapToInt(t -> bundle.labels().indexOf(t.label()))
                    .toArray();
            Row soft = row("soft", weights, new TokenGate.Soft(), manager, ids, labels);
            List<Row> rows = new ArrayList<>(List.of(soft));
            float matched = matched(weights, manager, ids, soft.open());
            for (float threshold : new float[] {TokenGate.EVEN, matched}) {
                rows.add(row(
                        String.format(Locale.ROOT, "hard %.3f", threshold),
                        weights,
                        new TokenGate.Hard(threshold),
                        manager,
                        ids,
                        labels));
            }
            return rows;
        }
    }

    private static Row row(String name, Weights weights, TokenGate gate, NDManager manager, int[][] ids, int[] labels) {
        CycledTransformer network = new CycledTransformer(weights, Dropout.OFF, gate);
        float[][][] logits = ExitLogits.of(network, manager, ids).logits();
        float[][] last = logits[logits.length - 1];
        int right = 0;
        for (int r = 0; r < labels.length; r++) {
            int best = 0;
            for (int k = 1; k < last[r].length; k++) {
                best = last[r][k] > last[r][best] ? k : best;
            }
            right += best == labels[r] ? 1 : 0;
        }
        return new Row(name, OpenShare.of(network, manager, ids, ROWS), (double) right / labels.length);
    }

    /** The threshold at which hard gates are open as often as the soft ones are on average. */
    private static float matched(Weights weights, NDManager manager, int[][] ids, double open) {
        float low = 0;
        float high = 1;
        for (int i = 0; i < BISECTIONS; i++) {
            float middle = (low + high) / 2;
            CycledTransformer hard = new CycledTransformer(weights, Dropout.OFF, new TokenGate.Hard(middle));
            if (OpenShare.of(hard, manager, ids, ROWS) < open) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
