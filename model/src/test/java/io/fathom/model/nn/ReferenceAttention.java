package io.fathom.model.nn;

import org.jspecify.annotations.Nullable;

/** Attention of one record, query by query, with the zero token in its gate form (papers.md 1.2). */
final class ReferenceAttention {
    private final Architecture a;
    private final ReferenceMath math;
    private final String name;
    private final double[][] queries;
    private final double[][] keys;
    private final double[][] values;

    ReferenceAttention(Architecture architecture, ReferenceMath math, String name, double[][] x) {
        this.a = architecture;
        this.math = math;
        this.name = name;
        this.queries = new double[x.length][];
        this.keys = new double[x.length][];
        this.values = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            double[] normed = a.norms().post() ? x[t] : math.norm(name + ".norm", x[t]);
            if (a.projections() instanceof Projections.Slots slots) {
                queries[t] = math.slots(name + ".query", normed, slots.attentionBase(), slots.normaliser());
                keys[t] = math.slots(name + ".key", normed, slots.attentionBase(), slots.normaliser());
                values[t] = math.slots(name + ".value", normed, slots.attentionBase(), slots.normaliser());
            } else {
                double[] qkv = math.linear(name + ".qkv", normed);
                queries[t] = part(qkv, 0);
                keys[t] = part(qkv, 1);
                values[t] = part(qkv, 2);
            }
        }
    }

    private double[] part(double[] qkv, int part) {
        double[] x = new double[a.dim()];
        System.arraycopy(qkv, part * a.dim(), x, 0, a.dim());
        return x;
    }

    /**
     * @param zeroLogits of each head, z = sigmoid(s0 − lse); minus infinity without a zero key
     * @param zeroAttention mean over the heads of z
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Output(double[] update, double[] zeroLogits, double zeroAttention) {}

    /** A key in front of the real ones; the value of a zero token is zero. */
    @SuppressWarnings("ArrayRecordComponent")
    record Extra(double[] key, double[] value) {}

    /** O = (1 − z) softmax V + z times the extra value. */
    Output of(int query, @Nullable Extra extra) {
        int seen = a.readout().causal() ? query + 1 : keys.length;
        double[] mixed = new double[a.dim()];
        double[] zeroLogits = new double[a.heads()];
        double zeros = 0;
        for (int h = 0; h < a.heads(); h++) {
            double[] e = new double[seen];
            double total = 0;
            for (int s = 0; s < seen; s++) {
                e[s] = Math.exp(score(queries[query], keys[s], h));
                total += e[s];
            }
            zeroLogits[h] =
                    extra == null ? Double.NEGATIVE_INFINITY : score(queries[query], extra.key(), h) - Math.log(total);
            double zero = ReferenceMath.sigmoid(zeroLogits[h]);
            zeros += zero / a.heads();
            for (int s = 0; s < seen; s++) {
                for (int i = h * a.headDim(); i < (h + 1) * a.headDim(); i++) {
                    mixed[i] += (1 - zero) * e[s] / total * values[s][i];
                }
            }
            for (int i = h * a.headDim(); extra != null && i < (h + 1) * a.headDim(); i++) {
                mixed[i] += zero * extra.value()[i];
            }
        }
        double[] update = a.projections() instanceof Projections.Slots slots
                ? math.slots(name + ".out", mixed, slots.attentionBase(), slots.normaliser())
                : math.linear(name + ".out", mixed);
        return new Output(update, zeroLogits, zeros);
    }

    private double score(double[] query, double[] key, int head) {
        double score = 0;
        for (int i = head * a.headDim(); i < (head + 1) * a.headDim(); i++) {
            score += query[i] * key[i];
        }
        return score / Math.sqrt(a.headDim());
    }
}
