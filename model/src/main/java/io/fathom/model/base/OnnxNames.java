package io.fathom.model.base;

import io.fathom.model.tensors.OnnxFile;
import io.fathom.model.tensors.OnnxGraph;
import io.fathom.model.tensors.OnnxGraph.Node;
import io.fathom.model.tensors.TensorSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The initialisers of an exported encoder under the names that they had before. Biases, norms and tables keep theirs;
 * matrices of linear layers are exported transposed and without a name ({@code onnx::MatMul_1525}), so they are called after
 * the node that uses them: {@code /encoder/layer.3/attention/self/query/MatMul} uses
 * {@code encoder.layer.3.attention.self.query.weight}. Where nodes have no such names, the bias that is added to the product
 * tells. Matrices are given back as [out, in].
 */
final class OnnxNames implements TensorSource {
    private static final String MAT_MUL = "MatMul";
    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";

    /** Where a tensor lies, and whether it must be transposed. */
    private record Place(String initialiser, boolean transposed) {}

    private final OnnxFile file;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Map<String, long[]> shapes = new LinkedHashMap<>();

    OnnxNames(OnnxFile file) {
        this.file = file;
        OnnxGraph graph = file.graph();
        requireNotQuantised(graph);
        graph.initialisers().keySet().forEach(name -> put(name, new Place(name, false)));
        Map<String, Node> consumers = new HashMap<>();
        for (Node node : graph.nodes()) {
            if (node.operator().equals("Add")) {
                node.inputs().forEach(input -> consumers.put(input, node));
            }
        }
        for (Node node : graph.nodes()) {
            switch (node.operator()) {
                case "Identity" -> alias(graph, node);
                case MAT_MUL -> product(graph, node, consumers);
                case "Gemm" -> gemm(graph, node);
                default -> {}
            }
        }
    }

    private static void requireNotQuantised(OnnxGraph graph) {
        for (Node node : graph.nodes()) {
            if (node.operator().contains("Integer") || node.operator().contains("Quantize")) {
                throw new IllegalArgumentException("the ONNX file must hold float32 weights (what is read), but has "
                        + node.operator() + " nodes: use the file that is not quantised");
            }
        }
    }

    private void put(String name, Place place) {
        OnnxGraph.Tensor tensor = file.graph().initialisers().get(place.initialiser());
        if (tensor == null) {
            return;
        }
        long[] shape = tensor.shape();
        places.put(name, place);
        shapes.put(name, place.transposed() ? new long[] {shape[1], shape[0]} : shape);
    }

    /** Equal tensors are exported once, and the others as copies of it. */
    private void alias(OnnxGraph graph, Node node) {
        if (graph.initialisers().containsKey(node.inputs().get(0))) {
            put(node.outputs().get(0), new Place(node.inputs().get(0), false));
        }
    }

    private void product(OnnxGraph graph, Node node, Map<String, Node> additions) {
        OnnxGraph.Tensor matrix = graph.initialisers().get(node.inputs().get(1));
        if (matrix == null || matrix.shape().length != 2) {
            return;
        }
        owner(node)
                .or(() -> Optional.ofNullable(additions.get(node.outputs().get(0)))
                        .flatMap(OnnxNames::ofBias))
                .ifPresent(owner -> put(owner + WEIGHT, new Place(matrix.name(), true)));
    }

    private void gemm(OnnxGraph graph, Node node) {
        OnnxGraph.Tensor matrix = graph.initialisers().get(node.inputs().get(1));
        if (matrix == null || matrix.shape().length != 2) {
            return;
        }
        boolean transposed = node.number("transB", 0) == 0;
        owner(node)
                .or(() -> ofBias(node))
                .ifPresent(owner -> put(owner + WEIGHT, new Place(matrix.name(), transposed)));
    }

    /** From {@code /a/b/MatMul} to {@code a.b}. */
    private static Optional<String> owner(Node node) {
        int last = node.name().lastIndexOf('/');
        return last < 1
                ? Optional.empty()
                : Optional.of(node.name()
                        .substring(node.name().startsWith("/") ? 1 : 0, last)
                        .replace('/', '.'));
    }

    private static Optional<String> ofBias(Node addition) {
        return addition.inputs().stream()
                .filter(input -> input.endsWith(BIAS))
                .map(input -> input.substring(0, input.length() - BIAS.length()))
                .findFirst();
    }

    @Override
    public Map<String, long[]> shapes() {
        return shapes;
    }

    @Override
    public void read(Predicate<String> wanted, Reader reader) throws IOException {
        Map<String, List<String>> names = new HashMap<>();
        places.forEach((name, place) -> {
            if (wanted.test(name)) {
                names.computeIfAbsent(place.initialiser(), i -> new ArrayList<>())
                        .add(name);
            }
        });
        file.read(names::containsKey, (initialiser, values) -> {
            for (String name : names.getOrDefault(initialiser, List.of())) {
                reader.accept(name, oriented(name, values));
            }
        });
    }

    private float[] oriented(String name, float[] values) {
        Place place = places.get(name);
        long[] shape = shapes.get(name);
        return place == null || shape == null || !place.transposed()
                ? values
                : transposed(values, (int) shape[1], (int) shape[0]);
    }

    /** From [rows, columns] to [columns, rows]. */
    private static float[] transposed(float[] values, int rows, int columns) {
        float[] result = new float[values.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                result[c * rows + r] = values[r * columns + c];
            }
        }
        return result;
    }
}
