package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.SurpriseCalibration;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.CycleNetwork.CycleStep;
import io.fathom.model.nn.RowStates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How surprising every text is at every exit of a language model.
 *
 * @param nats −ln of the probability of a text, [cycles][records]
 * @param middleLayers run by the tokens of each text up to each exit, [cycles][records]
 */
@SuppressWarnings("ArrayRecordComponent") // a table that is read, never compared
record ExitSurprises(TextSet texts, double[][] nats, double[][] middleLayers) {
    private static final int BATCH_TOKENS = 2048;

    /** Runs all texts to full depth, in batches of similar length. */
    static ExitSurprises of(CycleNetwork network, NDManager parent, TextSet texts) {
        double[][] nats = new double[network.architecture().maxCycles()][texts.records()];
        double[][] middleLayers = new double[nats.length][texts.records()];
        List<Integer> batch = new ArrayList<>();
        int[] longestFirst = IntStream.range(0, texts.records())
                .boxed()
                .sorted(Comparator.comparingInt((Integer r) -> texts.ids(r).length)
                        .reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        for (int record : longestFirst) {
            if (!batch.isEmpty() && (batch.size() + 1) * texts.ids(batch.get(0)).length > BATCH_TOKENS) {
                run(network, parent, texts, batch, nats, middleLayers);
                batch.clear();
            }
            batch.add(record);
        }
        run(network, parent, texts, batch, nats, middleLayers);
        return new ExitSurprises(texts, nats, middleLayers);
    }

    private static void run(
            CycleNetwork network,
            NDManager parent,
            TextSet texts,
            List<Integer> records,
            double[][] nats,
            double[][] middleLayers) {
        int[][] ids = records.stream().map(texts::ids).toArray(int[][]::new);
        int[] rows = records.stream().mapToInt(Integer::intValue).toArray();
        try (NDManager manager = parent.newSubManager()) {
            RowStates states = network.begin(manager, ids);
            for (int c = 0; c < nats.length; c++) {
                CycleStep step = network.cycle(manager, states, new int[] {c});
                states = step.states();
                MiddleLayers.count(network, step, ids, rows, c, middleLayers);
                float[] sums = network.answer(manager, states, new int[] {c})
                        .sum(new int[] {1})
                        .toFloatArray(); // [rows]
                for (int r = 0; r < ids.length; r++) {
                    nats[c][records.get(r)] = sums[r];
                }
            }
        }
    }

    int cycles() {
        return nats.length;
    }

    /** Of one text. */
    double bitsPerCharacter(int cycle, int record) {
        return nats[cycle][record] / Math.log(2) / texts.characters(record);
    }

    /** {@code exp(−mean surprise of its tokens)}, as the engine has it. */
    double confidence(int cycle, int record) {
        return Math.exp(-nats[cycle][record] / (texts.ids(record).length - 1));
    }

    /** Whether what is called an anomaly after each cycle is what full depth calls one, [cycles][records]. */
    boolean[][] settled(SurpriseCalibration anomalies) {
        boolean[][] settled = new boolean[cycles()][texts.records()];
        for (int c = 0; c < settled.length; c++) {
            for (int r = 0; r < settled[c].length; r++) {
                settled[c][r] = anomalous(anomalies, c, r) == anomalous(anomalies, cycles() - 1, r);
            }
        }
        return settled;
    }

    private boolean anomalous(SurpriseCalibration anomalies, int cycle, int record) {
        return bitsPerCharacter(cycle, record) > anomalies.anomalyThresholds().get(cycle);
    }

    /** Of all texts together, each at an exit of its own. */
    double bitsPerCharacter(int[] cycles) {
        double bits = 0;
        long characters = 0;
        for (int r = 0; r < cycles.length; r++) {
            bits += nats[cycles[r]][r] / Math.log(2);
            characters += texts.characters(r);
        }
        return bits / characters;
    }

    /** Of all texts together, at the same exit. */
    double bitsPerCharacter(int cycle) {
        return bitsPerCharacter(
                IntStream.generate(() -> cycle).limit(texts.records()).toArray());
    }
}
