package io.fathom.model.nn;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * The network once more, slowly: plain loops in double precision, one record at a time, written from the formulas and not
 * from the fast path. Counts the layers that it runs.
 */
final class ReferenceTransformer {
    private final Architecture a;
    private final ReferenceMath math;
    private final TokenGate gate;
    int executedLayers;
    private double[][][] zero = {}; // of the last cycle, [layers][heads][tokens]
    private double[][][] corrected = {}; // the same, by length
    double[] openLayers = {}; // of each token, sum over the layers of the last cycle

    ReferenceTransformer(Architecture architecture, Map<String, float[]> weights) {
        this(architecture, weights, TokenGate.forTraining(architecture));
    }

    ReferenceTransformer(Architecture architecture, Map<String, float[]> weights, TokenGate gate) {
        this.a = architecture;
        this.math = new ReferenceMath(weights, architecture.norms().epsilon());
        this.gate = gate;
    }

    /** Answer after {@code cycles} cycles: logits of the labels, or the surprise of each token. */
    double[] answer(int[] ids, int cycles) {
        double[][] x = embed(ids);
        if (a.stack().head()) {
            x = layer("head", x, null, -1);
        }
        int layers = a.stack().middleLayers();
        for (int c = 0; c < cycles; c++) {
            zero = new double[layers][a.heads()][ids.length];
            corrected = new double[layers][a.heads()][ids.length];
            openLayers = new double[ids.length];
            if (a.zeroToken() == ZeroToken.CYCLE_EMBEDDING) {
                double[] cycle = ofCycle("embed.cycle", c);
                x = Arrays.stream(x).map(token -> sum(token, 1, cycle)).toArray(double[][]::new);
            }
            for (int l = 0; l < layers; l++) {
                int number = a.stack().shared() ? l : c * layers + l;
                x = layer("middle." + number, x, extra(c, l), l);
            }
        }
        double[][] last = a.stack().tail() ? layer("tail", x, null, -1) : x;
        String norm = a.readoutNorm(cycles - 1);
        double[][] states = a.norms().post()
                ? last
                : Arrays.stream(last).map(token -> math.norm(norm, token)).toArray(double[][]::new);
        return a.readout() instanceof Readout.Labels labels
                ? math.linear(a.classifier(cycles - 1), hidden(labels.hidden(), pooled(labels.pooling(), states)))
                : surprises(ids, states);
    }

    private double[] hidden(Readout.Hidden kind, double[] x) {
        return kind == Readout.Hidden.NONE
                ? x
                : Arrays.stream(math.linear("pooler", x))
                        .map(v -> switch (kind) {
                            case NONE -> v;
                            case TANH -> Math.tanh(v);
                            case RELU -> Math.max(0, v);
                            case GELU -> ReferenceMath.gelu(v);
                        })
                        .toArray();
    }

    private double[] pooled(Readout.Pooling pooling, double[][] x) {
        double[] mean = new double[a.dim()];
        double[] max = new double[a.dim()];
        Arrays.fill(max, Double.NEGATIVE_INFINITY);
        for (double[] token : x) {
            for (int i = 0; i < a.dim(); i++) {
                mean[i] += token[i] / x.length;
                max[i] = Math.max(max[i], token[i]);
            }
        }
        return switch (pooling) {
            case MEAN -> mean;
            case FIRST -> x[0];
            case LAST -> x[x.length - 1];
            case MEAN_MAX ->
                DoubleStream.concat(Arrays.stream(mean), Arrays.stream(max)).toArray();
            case MEAN_FIRST ->
                DoubleStream.concat(Arrays.stream(mean), Arrays.stream(x[0])).toArray();
        };
    }

    private double[] surprises(int[] ids, double[][] x) {
        double[] surprises = new double[ids.length];
        for (int t = 1; t < ids.length; t++) {
            double[] logits = new double[a.vocabulary()];
            for (int v = 0; v < logits.length; v++) {
                for (int i = 0; i < a.dim(); i++) {
                    logits[v] += x[t - 1][i] * math.at("embed.token", v * a.dim() + i);
                }
            }
            surprises[t] = Math.log(Arrays.stream(logits).map(Math::exp).sum()) - logits[ids[t]];
        }
        return surprises;
    }

    private double[][] embed(int[] ids) {
        int width = a.embeddingDim();
        double[][] x = new double[ids.length][width];
        for (int t = 0; t < ids.length; t++) {
            for (int i = 0; i < width; i++) {
                x[t][i] = math.at("embed.token", ids[t] * width + i) + math.at("embed.position", t * width + i);
                for (int back = 1; back <= a.input().smear(); back++) {
                    int before = t - back < 0 ? 0 : ids[t - back];
                    x[t][i] += math.at("embed.smear." + back, before * width + i);
                }
            }
            x[t] = a.norms().post() ? math.norm("embed.norm", x[t]) : x[t];
            x[t] = width == a.dim() ? x[t] : math.linear("embed.project", x[t]);
        }
        return x;
    }

    private ReferenceAttention.@Nullable Extra extra(int cycle, int layer) {
        if (!a.hasZeroToken()) {
            return null;
        }
        int place = cycle * a.stack().middleLayers() + layer;
        boolean valued = a.zeroToken() == ZeroToken.TRAINED_VALUE;
        return new ReferenceAttention.Extra(
                ofCycle("zero.key", place), valued ? ofCycle("zero.value", place) : new double[a.dim()]);
    }

    private double[] ofCycle(String name, int place) {
        double[] vector = new double[a.dim()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = math.at(name, place * a.dim() + i);
        }
        return vector;
    }

    /** Signals of the last cycle, in the order of {@link SignalLayout}. */
    double[] signals() {
        int layers = zero.length;
        int heads = a.heads();
        boolean last = a.readout().causal() || ((Readout.Labels) a.readout()).pooling() == Readout.Pooling.LAST;
        double[] signals = new double[2 + 2 * layers * heads];
        for (int l = 0; l < layers; l++) {
            for (int h = 0; h < heads; h++) {
                double[] z = zero[l][h];
                double mean = Arrays.stream(z).average().orElseThrow();
                signals[0] += mean / (layers * heads);
                signals[1] += Arrays.stream(corrected[l][h]).average().orElseThrow() / (layers * heads);
                signals[2 + l * heads + h] = mean;
                signals[2 + (layers + l) * heads + h] = z[last ? z.length - 1 : 0];
            }
        }
        return signals;
    }

    /** @param middle number of the middle layer in its cycle, or −1 for head and tail */
    private double[][] layer(String name, double[][] x, ReferenceAttention.@Nullable Extra extra, int middle) {
        executedLayers++;
        ReferenceAttention attention = new ReferenceAttention(a, math, name + ".attention", x);
        double[][] out = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            double open = middle >= 0 && a.routers() ? open(math.open(name + ".router", x[t])) : 1;
            ReferenceAttention.Output attended = attention.of(t, extra);
            double[] between = behind(name + ".attention", sum(x[t], open, attended.update()));
            double gated =
                    middle >= 0 && a.zeroToken() == ZeroToken.LAYER ? open * (1 - attended.zeroAttention()) : open;
            out[t] = behind(name + ".feedForward", sum(between, gated, feedForward(name + ".feedForward", between)));
            if (middle >= 0) {
                openLayers[t] += open;
                observe(middle, t, attended, a.readout().causal() ? t + 1 : x.length);
            }
        }
        return out;
    }

    private void observe(int layer, int token, ReferenceAttention.Output attended, int visibleKeys) {
        for (int h = 0; h < a.heads(); h++) {
            double logit = attended.zeroLogits()[h];
            zero[layer][h][token] = ReferenceMath.sigmoid(logit);
            corrected[layer][h][token] = ReferenceMath.sigmoid(logit + Math.log(visibleKeys));
        }
    }

    private double[] behind(String name, double[] x) {
        return a.norms().post() ? math.norm(name + ".norm", x) : x;
    }

    private double open(double share) {
        return gate instanceof TokenGate.Soft ? share : 1 - share < gate.threshold() ? 1 : 0;
    }

    private double[] feedForward(String name, double[] x) {
        double[] normed = a.norms().post() ? x : math.norm(name + ".norm", x);
        if (a.projections() instanceof Projections.Slots slots) {
            return math.slots(name, normed, slots.feedForwardBase(), slots.normaliser());
        }
        double[] inner = math.linear(name + ".in", normed);
        return math.linear(
                name + ".out", Arrays.stream(inner).map(ReferenceMath::gelu).toArray());
    }

    private static double[] sum(double[] x, double factor, double[] update) {
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[i] + factor * update[i];
        }
        return y;
    }
}
