package io.fathom.model.tensors;

import io.fathom.model.tensors.OnnxGraph.Attribute;
import io.fathom.model.tensors.OnnxGraph.Node;
import io.fathom.model.tensors.OnnxGraph.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From protobuf's wire format to an {@link OnnxGraph}; the numbers of fields are those of {@code onnx.proto}. */
final class OnnxParser {
    /** Constants of a graph are scalars and short lists; weights are larger. */
    private static final int SMALL_BYTES = 256;

    private static final int EXTERNAL = 1;

    private final WireReader in;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> initialisers = new LinkedHashMap<>();

    OnnxParser(WireReader in) {
        this.in = in;
    }

    OnnxGraph model() throws IOException {
        boolean hasGraph = false;
        for (int tag = in.tag(); tag >= 0; tag = in.tag()) {
            if (tag == bytesField(7)) { // ModelProto.graph
                graph(in.length() + in.position());
                hasGraph = true;
            } else {
                in.skip(tag);
            }
        }
        if (!hasGraph) {
            throw in.broken("it ends without a graph");
        }
        return new OnnxGraph(nodes, initialisers);
    }

    private void graph(long end) throws IOException {
        while (in.position() < end) {
            int tag = in.tag();
            if (tag == bytesField(1)) { // GraphProto.node
                nodes.add(node(in.length() + in.position()));
            } else if (tag == bytesField(5)) { // GraphProto.initializer
                Tensor tensor = tensor(in.length() + in.position());
                initialisers.put(tensor.name(), tensor);
            } else {
                skip(tag);
            }
        }
        requireEnd(end);
    }

    private Node node(long end) throws IOException {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        String name = "";
        String operator = "";
        Map<String, Attribute> attributes = new HashMap<>();
        while (in.position() < end) {
            int tag = in.tag();
            switch (tag) {
                case 1 << 3 | WireReader.BYTES -> inputs.add(in.text());
                case 2 << 3 | WireReader.BYTES -> outputs.add(in.text());
                case 3 << 3 | WireReader.BYTES -> name = in.text();
                case 4 << 3 | WireReader.BYTES -> operator = in.text();
                case 5 << 3 | WireReader.BYTES -> attribute(in.length() + in.position(), attributes);
                default -> skip(tag);
            }
        }
        requireEnd(end);
        return new Node(name, operator, inputs, outputs, attributes);
    }

    private void attribute(long end, Map<String, Attribute> attributes) throws IOException {
        String name = "";
        List<Double> numbers = new ArrayList<>();
        while (in.position() < end) {
            int tag = in.tag();
            switch (tag) {
                case 1 << 3 | WireReader.BYTES -> name = in.text();
                case 2 << 3 | WireReader.FIXED32, 7 << 3 | WireReader.FIXED32 ->
                    numbers.add((double) Float.intBitsToFloat(in.fixed32()));
                case 3 << 3 | WireReader.VARINT, 8 << 3 | WireReader.VARINT -> numbers.add((double) in.varint());
                case 8 << 3 | WireReader.BYTES -> packed(in.length() + in.position(), numbers);
                case 5 << 3 | WireReader.BYTES -> {
                    for (double number : tensor(in.length() + in.position()).numbers()) {
                        numbers.add(number);
                    }
                }
                default -> skip(tag);
            }
        }
        requireEnd(end);
        attributes.put(
                name,
                new Attribute(numbers.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    private void packed(long end, List<Double> numbers) throws IOException {
        while (in.position() < end) {
            numbers.add((double) in.varint());
        }
    }

    private Tensor tensor(long end) throws IOException {
        String name = "";
        int type = 0;
        List<Double> dims = new ArrayList<>();
        List<Double> integers = new ArrayList<>();
        long begin = 0;
        long bytes = 0;
        byte[] small = {};
        while (in.position() < end) {
            int tag = in.tag();
            switch (tag) {
                case 1 << 3 | WireReader.VARINT -> dims.add((double) in.varint());
                case 1 << 3 | WireReader.BYTES -> packed(in.length() + in.position(), dims);
                case 2 << 3 | WireReader.VARINT -> type = (int) in.varint();
                case 8 << 3 | WireReader.BYTES -> name = in.text();
                case 7 << 3 | WireReader.VARINT -> integers.add((double) in.varint()); // int64_data
                case 7 << 3 | WireReader.BYTES -> packed(in.length() + in.position(), integers);
                case 4 << 3 | WireReader.BYTES, 9 << 3 | WireReader.BYTES -> { // float_data is packed as raw_data is
                    bytes = in.length();
                    begin = in.position();
                    if (bytes <= SMALL_BYTES) {
                        small = in.bytes(bytes);
                    } else {
                        in.skipBytes(bytes);
                    }
                }
                case 14 << 3 | WireReader.VARINT -> requireInside(in.varint());
                default -> skip(tag);
            }
        }
        requireEnd(end);
        double[] numbers = integers.isEmpty()
                ? numbers(type, small)
                : integers.stream().mapToDouble(Double::doubleValue).toArray();
        long[] shape = dims.stream().mapToLong(Double::longValue).toArray();
        return new Tensor(name, type, shape, begin, bytes, numbers);
    }

    private static void requireInside(long location) {
        if (location == EXTERNAL) {
            throw new IllegalArgumentException(
                    "the ONNX file must hold its weights itself, but they lie in another file"
                            + " (external data): save it as one file");
        }
    }

    private static double[] numbers(int type, byte[] raw) {
        ByteBuffer data = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        int bytes =
                switch (type) {
                    case 1, 6 -> 4; // float, int32
                    case 7, 11 -> 8; // int64, double
                    default -> 0;
                };
        if (bytes == 0) {
            return new double[0];
        }
        double[] numbers = new double[raw.length / bytes];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (type) {
                case 1 -> data.getFloat();
                case 6 -> data.getInt();
                case 7 -> (double) data.getLong();
                default -> data.getDouble();
            };
        }
        return numbers;
    }

    private void skip(int tag) throws IOException {
        if (tag < 0) {
            throw in.broken("it ends in the middle of a field");
        }
        in.skip(tag);
    }

    private void requireEnd(long end) {
        if (in.position() != end) {
            throw in.broken("a message is longer than it states");
        }
    }

    private static int bytesField(int number) {
        return number << 3 | WireReader.BYTES;
    }
}
