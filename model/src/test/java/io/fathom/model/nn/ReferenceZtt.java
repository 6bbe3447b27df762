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
    double zeroAttention; // mean over layers, heads, tokens of the last cycle

    ReferenceZtt(Architecture architecture, Map<String, float[]> weights) {
        this.a = architecture;
        this.w = weights;
    }

    /** Logits after {@code cycles} cycles. */
    double[] logits(int[] ids, int cycles) {
        double[][] x = layer("head", embed(ids), null, false);
        for (int c = 0; c < cycles; c++) {
            double sum = 0;
            for (int l = 0; l < a.stack().middleLayers(); l++) {
                x = layer("middle." + l, x, a.hasZeroToken() ? zeroKey(c, l) : null, true);
                sum += zeroAttention;
            }
            zeroAttention = sum / a.stack().middleLayers();
        }
        double lastCycle = zeroAttention;
        x = layer("tail", x, null, false);
        zeroAttention = lastCycle;
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

    private double[][] layer(String name, double[][] x, double @Nullable [] zeroKey, boolean middle) {
        executedLayers++;
        int tokens = x.length;
        int hd = a.headDim();
        double[][] qkv = new double[tokens][];
        for (int t = 0; t < tokens; t++) {
            qkv[t] = linear(name + ".attention.qkv", norm(name + ".attention.norm", x[t]), 3 * a.dim());
        }
        double[][] out = new double[tokens][];
        double zeroSum = 0;
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
                double zero = 0;
                if (zeroKey != null) {
                    // the gate form of papers.md 1.2: z = sigmoid(s0 - lse), O = (1 - z) softmax V
                    double s0 = 0;
                    for (int i = 0; i < hd; i++) {
                        s0 += qkv[t][h * hd + i] * zeroKey[h * hd + i];
                    }
                    zero = 1 / (1 + Math.exp(Math.log(total) - s0 / Math.sqrt(hd)));
                    zeroOfToken += zero / a.heads();
                }
                for (int s = 0; s < tokens; s++) {
                    for (int i = 0; i < hd; i++) {
                        mixed[h * hd + i] += (1 - zero) * e[s] / total * qkv[s][2 * a.dim() + h * hd + i];
                    }
                }
            }
            double gate = middle && a.zeroToken() == ZeroToken.LAYER ? 1 - zeroOfToken : 1;
            zeroSum += zeroOfToken;
            out[t] = afterFeedForward(name, x[t], linear(name + ".attention.out", mixed, a.dim()), gate);
        }
        zeroAttention = zeroSum / tokens;
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
