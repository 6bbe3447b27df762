package io.fathom.model.nn;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * The network once more, slowly: plain loops in double precision, one record at a time, written from the formulas and not
 * from the fast path. Counts the layers that it runs.
 */
final class ReferenceZtt {
    private final Architecture a;
    private final Map<String, float[]> w;
    int executedLayers;
    private double[][][] zero = {}; // of the last cycle, [layers][heads][tokens]
    private double[][][] corrected = {}; // the same, by length

    ReferenceZtt(Architecture architecture, Map<String, float[]> weights) {
        this.a = architecture;
        this.w = weights;
    }

    /** Signals of the last cycle, in the order of {@link SignalLayout}. */
    double[] signals() {
        int layers = zero.length;
        int heads = a.heads();
        double[] signals = new double[2 + 2 * layers * heads];
        for (int l = 0; l < layers; l++) {
            for (int h = 0; h < heads; h++) {
                double[] z = zero[l][h];
                double mean = Arrays.stream(z).average().orElseThrow();
                boolean last = ((Readout.Labels) a.readout()).pooling() == Readout.Pooling.LAST;
                signals[0] += mean / (layers * heads);
                signals[1] += Arrays.stream(corrected[l][h]).average().orElseThrow() / (layers * heads);
                signals[2 + l * heads + h] = mean;
                signals[2 + (layers + l) * heads + h] = z[last ? z.length - 1 : 0];
            }
        }
        return signals;
    }

    /** Logits after {@code cycles} cycles. */
    double[] logits(int[] ids, int cycles) {
        double[][] x = layer("head", embed(ids), null, -1);
        for (int c = 0; c < cycles; c++) {
            zero = new double[a.stack().middleLayers()][a.heads()][ids.length];
            corrected = new double[a.stack().middleLayers()][a.heads()][ids.length];
            for (int l = 0; l < a.stack().middleLayers(); l++) {
                x = layer("middle." + l, x, a.hasZeroToken() ? zeroKey(c, l) : null, l);
            }
        }
        x = layer("tail", x, null, -1);
        double[] mean = new double[a.dim()];
        double[] max = new double[a.dim()];
        Arrays.fill(max, Double.NEGATIVE_INFINITY);
        for (double[] token : x) {
            double[] n = norm("norm", token);
            for (int i = 0; i < a.dim(); i++) {
                mean[i] += n[i] / x.length;
                max[i] = Math.max(max[i], n[i]);
            }
        }
        double[] pooled =
                switch (((Readout.Labels) a.readout()).pooling()) {
                    case MEAN -> mean;
                    case FIRST -> norm("norm", x[0]);
                    case LAST -> norm("norm", x[x.length - 1]);
                    case MEAN_MAX ->
                        DoubleStream.concat(Arrays.stream(mean), Arrays.stream(max))
                                .toArray();
                };
        return linear("classifier", pooled, a.labels());
    }

    private double[][] embed(int[] ids) {
        double[][] x = new double[ids.length][a.dim()];
        for (int t = 0; t < ids.length; t++) {
            for (int i = 0; i < a.dim(); i++) {
                x[t][i] = at("embed.token", ids[t] * a.dim() + i) + at("embed.position", t * a.dim() + i);
            }
        }
        return x;
    }

    private double[] zeroKey(int cycle, int layer) {
        double[] key = new double[a.dim()];
        for (int i = 0; i < key.length; i++) {
            key[i] = at("zero.key", (cycle * a.stack().middleLayers() + layer) * a.dim() + i);
        }
        return key;
    }

    /** @param middle number of the middle layer, or −1 for head and tail */
    private double[][] layer(String name, double[][] x, double @Nullable [] zeroKey, int middle) {
        executedLayers++;
        int tokens = x.length;
        int hd = a.headDim();
        double[][] qkv = new double[tokens][];
        for (int t = 0; t < tokens; t++) {
            qkv[t] = linear(name + ".attention.qkv", norm(name + ".attention.norm", x[t]), 3 * a.dim());
        }
        double[][] out = new double[tokens][];
        for (int t = 0; t < tokens; t++) {
            double[] mixed = new double[a.dim()];
            double zeroOfToken = 0;
            for (int h = 0; h < a.heads(); h++) {
                double[] e = new double[tokens];
                double total = 0;
                for (int s = 0; s < tokens; s++) {
                    double score = 0;
                    for (int i = 0; i < hd; i++) {
                        score += qkv[t][h * hd + i] * qkv[s][a.dim() + h * hd + i];
                    }
                    e[s] = Math.exp(score / Math.sqrt(hd));
                    total += e[s];
                }
                double z = 0;
                if (zeroKey != null) {
                    // the gate form of papers.md 1.2: z = sigmoid(s0 - lse), O = (1 - z) softmax V
                    double s0 = 0;
                    for (int i = 0; i < hd; i++) {
                        s0 += qkv[t][h * hd + i] * zeroKey[h * hd + i];
                    }
                    double logit = s0 / Math.sqrt(hd) - Math.log(total);
                    z = 1 / (1 + Math.exp(-logit));
                    zeroOfToken += z / a.heads();
                    zero[middle][h][t] = z;
                    corrected[middle][h][t] = 1 / (1 + Math.exp(-(logit + Math.log(tokens))));
                }
                for (int s = 0; s < tokens; s++) {
                    for (int i = 0; i < hd; i++) {
                        mixed[h * hd + i] += (1 - z) * e[s] / total * qkv[s][2 * a.dim() + h * hd + i];
                    }
                }
            }
            double gate = middle >= 0 && a.zeroToken() == ZeroToken.LAYER ? 1 - zeroOfToken : 1;
            out[t] = afterFeedForward(name, x[t], linear(name + ".attention.out", mixed, a.dim()), gate);
        }
        return out;
    }

    private double[] afterFeedForward(String name, double[] x, double[] attention, double gate) {
        double[] y = new double[a.dim()];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[i] + attention[i];
        }
        double[] inner = linear(
                name + ".feedForward.in",
                norm(name + ".feedForward.norm", y),
                ((Projections.Dense) a.projections()).feedForward());
        for (int i = 0; i < inner.length; i++) {
            inner[i] = inner[i] * 0.5 * (1 + erf(inner[i] / Math.sqrt(2)));
        }
        double[] update = linear(name + ".feedForward.out", inner, a.dim());
        for (int i = 0; i < y.length; i++) {
            y[i] += gate * update[i];
        }
        return y;
    }

    private double[] norm(String name, double[] x) {
        double mean = 0;
        for (double v : x) {
            mean += v / x.length;
        }
        double variance = 0;
        for (double v : x) {
            variance += (v - mean) * (v - mean) / x.length;
        }
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = (x[i] - mean) / Math.sqrt(variance + LayerNorm.EPSILON) * at(name + ".weight", i)
                    + at(name + ".bias", i);
        }
        return y;
    }

    private double[] linear(String name, double[] x, int out) {
        double[] y = new double[out];
        for (int o = 0; o < out; o++) {
            y[o] = at(name + ".bias", o);
            for (int i = 0; i < x.length; i++) {
                y[o] += at(name + ".weight", o * x.length + i) * x[i];
            }
        }
        return y;
    }

    private double at(String name, int index) {
        return Objects.requireNonNull(w.get(name), name)[index];
    }

    /** Error function by its Taylor series, which converges for every argument that a small network meets. */
    private static double erf(double x) {
        if (Math.abs(x) > 5) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < 200; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }
}
