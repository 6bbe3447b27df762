package io.fathom.model.tensors;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an ONNX model computes, without its large numbers.
 *
 * @param nodes in the order of computing
 * @param initialisers trained tensors by name
 */
public record OnnxGraph(List<Node> nodes, Map<String, Tensor> initialisers) {
    private static final int ONNX_FLOAT = 1;
    private static final int ONNX_FLOAT16 = 10;
    private static final int ONNX_BFLOAT16 = 16;

    /**
     * One operation.
     *
     * @param name such as {@code /encoder/layer.3/attention/self/query/MatMul}; may be empty
     * @param operator such as {@code MatMul}
     * @param inputs names of tensors
     * @param outputs names of tensors
     * @param attributes constants of the operation by name
     */
    public record Node(
            String name,
            String operator,
            List<String> inputs,
            List<String> outputs,
            Map<String, Attribute> attributes) {
        public Node {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
            attributes = Map.copyOf(attributes);
        }

        /** A number that the operation was given, or what it is without. */
        public double number(String attribute, double otherwise) {
            Attribute found = attributes.get(attribute);
            return found == null || found.numbers().length == 0 ? otherwise : found.numbers()[0];
        }
    }

    /** Numbers of an attribute: one, a list, or those of a small tensor. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Attribute(double[] numbers) {}

    /**
     * An initialiser.
     *
     * @param type ONNX's number of it
     * @param begin first byte of its data in the file
     * @param bytes of data; 0 where they are not in one piece
     * @param numbers the values of small ones, so that constants can be looked at; empty for all others
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Tensor(String name, int type, long[] shape, long begin, long bytes, double[] numbers) {
        /** @throws IllegalArgumentException unless these are floating-point numbers that can be read */
        NumberType floatType() {
            return switch (type) {
                case ONNX_FLOAT -> NumberType.F32;
                case ONNX_FLOAT16 -> NumberType.F16;
                case ONNX_BFLOAT16 -> NumberType.BF16;
                default ->
                    throw new IllegalArgumentException("initialiser '" + name
                            + "' must hold floating-point numbers, but has ONNX's type " + type
                            + ": use the file that is not quantised");
            };
        }
    }

    public OnnxGraph {
        nodes = List.copyOf(nodes);
        initialisers = Collections.unmodifiableMap(new LinkedHashMap<>(initialisers));
    }

    /** The numbers of a tensor that is constant and small; empty for all others. */
    public Optional<double[]> constant(String tensor) {
        Tensor initialiser = initialisers.get(tensor);
        if (initialiser != null) {
            return Optional.of(initialiser.numbers()).filter(numbers -> numbers.length > 0);
        }
        return nodes.stream()
                .filter(node ->
                        node.operator().equals("Constant") && node.outputs().contains(tensor))
                .flatMap(node -> node.attributes().values().stream())
                .map(Attribute::numbers)
                .filter(numbers -> numbers.length > 0)
                .findFirst();
    }
}
