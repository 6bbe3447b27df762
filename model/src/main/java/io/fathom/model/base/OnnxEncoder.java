package io.fathom.model.base;

import io.fathom.model.tensors.OnnxFile;
import io.fathom.model.tensors.OnnxGraph;
import io.fathom.model.tensors.OnnxGraph.Node;
import io.fathom.model.tensors.TensorSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * An encoder in an ONNX file, as PyTorch exports it. Sizes follow from the shapes of its tensors; the number of heads, what
 * norms add to the variance, the activation and where positions begin are read off the graph, which computes with them.
 */
public final class OnnxEncoder {
    private static final Pattern LAYER = Pattern.compile("(encoder|transformer)\\.layer\\.\\d+\\.");
    private static final Set<String> GELU = Set.of("Erf", "Gelu");
    private static final Set<String> OTHER_ACTIVATIONS = Set.of("Tanh", "Relu", "Sigmoid", "FastGelu", "QuickGelu");

    private final OnnxGraph graph;
    private final OnnxNames names;
    private final String prefix;

    private OnnxEncoder(OnnxGraph graph, OnnxNames names) {
        this.graph = graph;
        this.names = names;
        this.prefix = EncoderWeights.prefix(names.shapes().keySet());
    }

    /**
     * The encoder of a file.
     *
     * @param tokenizerJson of the encoder; positions of RoBERTa begin behind the id of its padding token
     * @throws IllegalArgumentException if it is none that is read
     */
    public static EncoderWeights read(OnnxFile file, byte[] tokenizerJson) {
        OnnxEncoder encoder = new OnnxEncoder(file.graph(), new OnnxNames(file));
        EncoderFamily family = encoder.family();
        int offset = family.positionsAfterPadding() ? PaddingId.of(tokenizerJson) + 1 : 0;
        return EncoderWeights.of(encoder.names, family, encoder.shape(family, offset), offset);
    }

    /** The tensors of a file under Hugging Face's names, for files with a {@code config.json} beside them. */
    public static TensorSource tensors(OnnxFile file) {
        return new OnnxNames(file);
    }

    private EncoderFamily family() {
        if (has("transformer.layer.0.attention.q_lin.weight")) {
            return EncoderFamily.DISTILBERT;
        }
        if (!has("encoder.layer.0.attention.self.query.weight")) {
            throw new IllegalArgumentException(
                    "the ONNX file must hold an encoder of the families BERT, DistilBERT, RoBERTa"
                            + " or ELECTRA as PyTorch exports it (what is read), but has no weights of"
                            + " encoder.layer.0.attention.self.query");
        }
        // RoBERTa counts the tokens that are not padding; the others have their positions as a constant.
        boolean counted =
                graph.nodes().stream().anyMatch(node -> node.operator().equals("CumSum"));
        return counted ? EncoderFamily.ROBERTA : EncoderFamily.BERT;
    }

    private EncoderShape shape(EncoderFamily family, int positionOffset) {
        long[] words = shapeOf(EncoderFamily.words());
        long[] positions = shapeOf("embeddings.position_embeddings.weight");
        boolean distilled = family == EncoderFamily.DISTILBERT;
        String first = distilled ? "transformer.layer.0." : "encoder.layer.0.";
        int dim = (int) shapeOf(first + (distilled ? "attention.q_lin" : "attention.self.query") + ".weight")[1];
        int feedForward = (int) shapeOf(first + (distilled ? "ffn.lin1" : "intermediate.dense") + ".weight")[0];
        int layers = (int) names.shapes().keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> LAYER.matcher(name.substring(prefix.length())))
                .filter(matcher -> matcher.lookingAt())
                .map(matcher -> matcher.group())
                .distinct()
                .count();
        requireGelu(layers);
        return new EncoderShape(
                (int) words[0],
                (int) positions[0] - positionOffset,
                (int) words[1],
                dim,
                heads(dim),
                layers,
                feedForward,
                epsilon());
    }

    private boolean has(String name) {
        return names.shapes().containsKey(prefix + name);
    }

    private long[] shapeOf(String name) {
        long[] shape = names.shapes().get(prefix + name);
        if (shape == null || shape.length != 2) {
            throw new IllegalArgumentException("the ONNX file must hold a matrix '" + prefix + name + "', but "
                    + (shape == null ? "it is missing" : "it has " + shape.length + " dimensions"));
        }
        return shape;
    }

    private void requireGelu(int layers) {
        long gelu = 0;
        for (Node node : graph.nodes()) {
            boolean inLayer = LAYER.matcher(node.name().replace('/', '.')).find();
            if (inLayer && OTHER_ACTIVATIONS.contains(node.operator())) {
                throw new IllegalArgumentException(
                        "the activation of the layers must be gelu (what is read), but the graph" + " has the node "
                                + node.name() + " of the kind " + node.operator());
            }
            gelu += GELU.contains(node.operator()) ? 1 : 0;
        }
        if (gelu < layers) {
            throw new IllegalArgumentException(
                    "the activation of the layers must be gelu (what is read), but the graph has " + gelu
                            + " of it for " + layers + " layers");
        }
    }

    /** From the reshape that splits the width into heads: its last two sizes are heads and width of a head. */
    private int heads(int dim) {
        for (Node node : graph.nodes()) {
            Optional<Integer> heads =
                    switch (node.operator()) {
                        case "Reshape" ->
                            node.inputs().size() < 2
                                    ? Optional.empty()
                                    : graph.constant(node.inputs().get(1)).flatMap(sizes -> split(sizes, dim));
                        case "Concat" -> sizes(node).flatMap(sizes -> split(sizes, dim));
                        default -> Optional.empty();
                    };
            if (heads.isPresent()) {
                return heads.get();
            }
        }
        throw new IllegalArgumentException(
                "the number of attention heads must be told by the ONNX graph, but no node splits" + " the width of "
                        + dim + " into heads: put the model's config.json beside the file");
    }

    private static Optional<Integer> split(double[] sizes, int dim) {
        int last = sizes.length - 1;
        return sizes.length == 4 && sizes[last - 1] > 1 && sizes[last - 1] * sizes[last] == dim
                ? Optional.of((int) sizes[last - 1])
                : Optional.empty();
    }

    /** Of a node that puts a shape together: its constants, 0 for what depends on the input. */
    private Optional<double[]> sizes(Node node) {
        double[] sizes = new double[node.inputs().size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = graph.constant(node.inputs().get(i))
                    .map(numbers -> numbers[0])
                    .orElse(0.0);
        }
        return Optional.of(sizes);
    }

    /** What is added to the variance before the root is taken. */
    private float epsilon() {
        Map<String, Node> byOutput = new HashMap<>();
        graph.nodes().forEach(node -> node.outputs().forEach(output -> byOutput.put(output, node)));
        Set<Float> found = new TreeSet<>();
        for (Node node : graph.nodes()) {
            if (node.operator().equals("LayerNormalization")) {
                found.add((float) node.number("epsilon", 1e-5));
            }
            Node before =
                    node.operator().equals("Sqrt") ? byOutput.get(node.inputs().get(0)) : null;
            if (before != null && before.operator().equals("Add")) {
                before.inputs()
                        .forEach(input -> graph.constant(input).ifPresent(numbers -> found.add((float) numbers[0])));
            }
        }
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    "all layer norms of the ONNX graph must add one and the same number to the"
                            + " variance, but they add " + found);
        }
        return found.iterator().next();
    }
}
