package io.fathom.model.training.importer;

import static java.util.Objects.requireNonNull;

import io.fathom.model.base.EncoderFamily;
import io.fathom.model.training.importer.SafetensorsWriter.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** An encoder in plain loops over the foreign tensors, under their own names: what an import is held against. */
final class NaiveEncoder {
    private final ForeignFolder folder;
    private final String prefix;
    private final double epsilon;

    NaiveEncoder(ForeignFolder folder) {
        this.folder = folder;
        this.prefix = folder.tensors.keySet().stream()
                .filter(name -> name.endsWith("embeddings.word_embeddings.weight"))
                .findFirst()
                .orElseThrow()
                .replace("embeddings.word_embeddings.weight", "");
        this.epsilon = folder.family == EncoderFamily.DISTILBERT ? 1e-12 : 1e-5;
    }

    /** States after the embedding and after each layer, [layers + 1][tokens][dim]. */
    List<double[][]> states(int[] ids) {
        List<double[][]> states = new ArrayList<>();
        double[][] x = new double[ids.length][];
        for (int t = 0; t < ids.length; t++) {
            double[] e = row("embeddings.word_embeddings.weight", ids[t]);
            add(e, row("embeddings.position_embeddings.weight", t + folder.offset()));
            if (folder.family != EncoderFamily.DISTILBERT) {
                add(e, row("embeddings.token_type_embeddings.weight", 0));
            }
            x[t] = norm(e, "embeddings.LayerNorm");
            if (folder.width() != ForeignFolder.DIM) {
                x[t] = linear(x[t], prefix + "embeddings_project");
            }
        }
        states.add(x);
        for (int l = 0; l < ForeignFolder.LAYERS; l++) {
            x = folder.family == EncoderFamily.DISTILBERT
                    ? layer(
                            x,
                            "transformer.layer." + l + ".",
                            List.of(
                                    "attention.q_lin",
                                    "attention.k_lin",
                                    "attention.v_lin",
                                    "attention.out_lin",
                                    "sa_layer_norm",
                                    "ffn.lin1",
                                    "ffn.lin2",
                                    "output_layer_norm"))
                    : layer(
                            x,
                            "encoder.layer." + l + ".",
                            List.of(
                                    "attention.self.query",
                                    "attention.self.key",
                                    "attention.self.value",
                                    "attention.output.dense",
                                    "attention.output.LayerNorm",
                                    "intermediate.dense",
                                    "output.dense",
                                    "output.LayerNorm"));
            states.add(x);
        }
        return states;
    }

    /** What the classifier says of a text. */
    double[] logits(int[] ids) {
        double[] first = states(ids).get(ForeignFolder.LAYERS)[0];
        return switch (folder.family) {
            case BERT -> linear(each(linear(first, prefix + "pooler.dense"), Math::tanh), "classifier");
            case DISTILBERT -> linear(each(linear(first, "pre_classifier"), v -> Math.max(v, 0)), "classifier");
            case ELECTRA -> linear(each(linear(first, "classifier.dense"), NaiveEncoder::gelu), "classifier.out_proj");
            case ROBERTA, XLM_ROBERTA ->
                linear(each(linear(first, "classifier.dense"), Math::tanh), "classifier.out_proj");
        };
    }

    private double[][] layer(double[][] x, String layer, List<String> names) {
        String at = prefix + layer;
        int tokens = x.length;
        double[][] q = new double[tokens][];
        double[][] k = new double[tokens][];
        double[][] v = new double[tokens][];
        for (int t = 0; t < tokens; t++) {
            q[t] = linear(x[t], at + names.get(0));
            k[t] = linear(x[t], at + names.get(1));
            v[t] = linear(x[t], at + names.get(2));
        }
        double[][] result = new double[tokens][];
        int width = ForeignFolder.DIM / ForeignFolder.HEADS;
        for (int t = 0; t < tokens; t++) {
            double[] mixed = new double[ForeignFolder.DIM];
            for (int h = 0; h < ForeignFolder.HEADS; h++) {
                double[] weights = new double[tokens];
                double sum = 0;
                for (int s = 0; s < tokens; s++) {
                    double dot = 0;
                    for (int d = h * width; d < (h + 1) * width; d++) {
                        dot += q[t][d] * k[s][d];
                    }
                    weights[s] = Math.exp(dot / Math.sqrt(width));
                    sum += weights[s];
                }
                for (int s = 0; s < tokens; s++) {
                    for (int d = h * width; d < (h + 1) * width; d++) {
                        mixed[d] += weights[s] / sum * v[s][d];
                    }
                }
            }
            double[] y = linear(mixed, at + names.get(3));
            add(y, x[t]);
            y = norm(y, layer + names.get(4));
            double[] z = linear(each(linear(y, at + names.get(5)), NaiveEncoder::gelu), at + names.get(6));
            add(z, y);
            result[t] = norm(z, layer + names.get(7));
        }
        return result;
    }

    private double[] row(String name, int row) {
        Tensor tensor = tensor(prefix + name);
        int width = (int) tensor.shape()[1];
        double[] values = new double[width];
        for (int i = 0; i < width; i++) {
            values[i] = tensor.values()[row * width + i];
        }
        return values;
    }

    private double[] linear(double[] x, String name) {
        Tensor weight = tensor(name + ".weight");
        float[] bias = tensor(name + ".bias").values();
        double[] y = new double[bias.length];
        for (int o = 0; o < y.length; o++) {
            y[o] = bias[o];
            for (int i = 0; i < x.length; i++) {
                y[o] += weight.values()[o * x.length + i] * x[i];
            }
        }
        return y;
    }

    private double[] norm(double[] x, String name) {
        float[] weight = tensor(prefix + name + ".weight").values();
        float[] bias = tensor(prefix + name + ".bias").values();
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
            y[i] = (x[i] - mean) / Math.sqrt(variance + epsilon) * weight[i] + bias[i];
        }
        return y;
    }

    private static double gelu(double x) {
        return 0.5 * x * (1 + erf(x / Math.sqrt(2)));
    }

    /** Numerically: 2/√π ∫ exp(−t²). */
    private static double erf(double x) {
        int steps = 2000;
        double h = x / steps;
        double sum = 1 + Math.exp(-x * x);
        for (int i = 1; i < steps; i++) {
            double t = i * h;
            sum += (i % 2 == 0 ? 2 : 4) * Math.exp(-t * t);
        }
        return 2 / Math.sqrt(Math.PI) * sum * h / 3;
    }

    private static double[] each(double[] x, DoubleUnaryOperator f) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = f.applyAsDouble(x[i]);
        }
        return y;
    }

    private static void add(double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            x[i] += y[i];
        }
    }

    private Tensor tensor(String name) {
        return requireNonNull(folder.tensors.get(name), name);
    }
}
