package io.fathom.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Dropout;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.RowStates;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.TokenInput;
import io.fathom.model.nn.Weights;
import io.fathom.model.training.Initialiser;
import io.fathom.model.training.OpenShare;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Time of token routers (TSA, papers.md 2.7): a forward pass with soft gates and with hard ones, as a share of the same
 * layers without routers. These run operation by operation on one thread, so the ratios are of the method and not of the code
 * around it; beside them, the same for the fused layers that an engine serves with, where soft gates have none. Time is what a core spent: the clock's on a quiet machine, and steady on a busy one. Random weights; a hard gate's threshold is set to the share of tokens and layers that is to stay open. Dense,
 * soft and hard are measured in turn in every round, and a ratio is taken within its round.
 */
final class RouterBenchmark {
    private static final int LAYERS = 6;
    private static final int HEAD_DIM = 32;
    private static final int VOCABULARY = 1000;
    private static final int BISECTIONS = 12;
    private static final long SEED = 1;

    /**
     * One batch size and one share of open gates.
     *
     * @param open share of tokens and layers behind routers that hard gates really let through
     * @param denseMillis a pass without routers
     * @param softSpeed dense over soft, by time: below 1 is slower
     * @param hardSpeed dense over hard
     * @param servedMillis a pass without routers, as an engine serves it
     * @param servedHardSpeed dense over hard, both as an engine serves them
     */
    record Row(
            int batch,
            double open,
            Spread denseMillis,
            Spread softSpeed,
            Spread hardSpeed,
            Spread servedMillis,
            Spread servedHardSpeed) {}

    private record Setting(int batch, double share) {}

    private record Timed(double dense, double soft, double hard, double servedDense, double servedHard) {}

    private static final class Case {
        private final int batch;
        private final CycledTransformer hard;
        private final CycledTransformer served;
        private final List<Timed> times = new ArrayList<>();

        Case(int batch, Weights routed, TokenGate gate) {
            this.batch = batch;
            this.hard = new CycledTransformer(routed, Dropout.OFF, gate);
            this.served = CycledTransformer.forInference(routed, gate);
        }
    }

    private final int width;
    private final int tokens;
    private final List<Setting> settings = new ArrayList<>();
    private final int rounds;
    private final Duration perMeasurement;
    private final Consumer<String> progress;

    /**
     * @param batches rows of a batch, each with the shares
     * @param shares of open gates
     */
    RouterBenchmark(
            int width,
            int tokens,
            List<Integer> batches,
            List<Double> shares,
            int rounds,
            Duration perMeasurement,
            Consumer<String> progress) {
        this.width = width;
        this.tokens = tokens;
        for (int batch : batches) {
            shares.forEach(share -> settings.add(new Setting(batch, share)));
        }
        this.rounds = rounds;
        this.perMeasurement = perMeasurement;
        this.progress = progress;
    }

    List<Row> run() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                Weights plain = weights(NetworkKind.VANILLA, manager);
                Weights routed = weights(NetworkKind.TSA, manager)) {
            JniUtils.setGradMode(false);
            JniUtils.setNumThreads(1);
            CycledTransformer dense = new CycledTransformer(plain, Dropout.OFF);
            CycledTransformer servedDense = CycledTransformer.forInference(plain);
            CycledTransformer soft = new CycledTransformer(routed, Dropout.OFF);
            List<Case> cases = settings.stream()
                    .map(setting -> new Case(setting.batch(), routed, hard(routed, manager, setting.share())))
                    .toList();
            for (int round = 1; round <= rounds; round++) {
                progress.accept("routers round " + round + "/" + rounds);
                for (Case one : cases) {
                    int[][] ids = ids(one.batch);
                    one.times.add(new Timed(
                            millis(dense, manager, ids),
                            millis(soft, manager, ids),
                            millis(one.hard, manager, ids),
                            millis(servedDense, manager, ids),
                            millis(one.served, manager, ids)));
                }
            }
            List<Row> rows = new ArrayList<>();
            for (Case one : cases) {
                rows.add(new Row(
                        one.batch,
                        OpenShare.of(one.hard, manager, ids(one.batch), one.batch),
                        spread(one, Timed::dense),
                        spread(one, t -> t.dense() / t.soft()),
                        spread(one, t -> t.dense() / t.hard()),
                        spread(one, Timed::servedDense),
                        spread(one, t -> t.servedDense() / t.servedHard())));
            }
            return rows;
        }
    }

    private static Spread spread(Case one, ToDoubleFunction<Timed> figure) {
        return Spread.of(one.times.stream().map(figure::applyAsDouble).toList());
    }

    private Weights weights(NetworkKind kind, NDManager manager) {
        Architecture architecture = kind.architecture(
                new TokenInput(VOCABULARY, tokens, 0),
                width,
                width / HEAD_DIM,
                LAYERS,
                1,
                new Readout.Labels(2, Readout.Pooling.MEAN));
        return Initialiser.initialise(architecture, manager, SEED);
    }

    /** Milliseconds that a core spends on a forward pass. */
    private double millis(CycledTransformer network, NDManager parent, int[][] ids) {
        pass(network, parent, ids); // warm-up
        long start = System.nanoTime();
        long cpuStart = CpuTime.ofThisThread();
        int passes = 0;
        do {
            pass(network, parent, ids);
            passes++;
        } while (System.nanoTime() - start < perMeasurement.toNanos());
        return (CpuTime.ofThisThread() - cpuStart) / 1e6 / passes;
    }

    private static void pass(CycledTransformer network, NDManager parent, int[][] ids) {
        try (NDManager manager = parent.newSubManager()) {
            RowStates states = network.begin(manager, ids);
            states = network.cycle(manager, states, new int[] {0}).states();
            network.answer(manager, states, new int[] {0}).toFloatArray();
        }
    }

    /** Hard gates whose threshold opens this share of them, by bisection on eight rows. */
    private TokenGate hard(Weights routed, NDManager manager, double share) {
        int[][] sample = ids(8);
        float low = 0;
        float high = 1;
        for (int i = 0; i < BISECTIONS; i++) {
            float middle = (low + high) / 2;
            CycledTransformer network = new CycledTransformer(routed, Dropout.OFF, new TokenGate.Hard(middle));
            if (OpenShare.of(network, manager, sample, sample.length) < share) {
                low = middle; // a token takes a layer while its p of halting is below
            } else {
                high = middle;
            }
        }
        return new TokenGate.Hard(high);
    }

    private int[][] ids(int rows) {
        SplittableRandom random = new SplittableRandom(SEED);
        int[][] ids = new int[rows][];
        for (int r = 0; r < rows; r++) {
            ids[r] = random.ints(tokens, 0, VOCABULARY).toArray();
        }
        return ids;
    }
}
