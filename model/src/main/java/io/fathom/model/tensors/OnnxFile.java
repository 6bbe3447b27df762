package io.fathom.model.tensors;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * An ONNX model: its graph in memory, its initialisers where they lie. The stream is read to its end once to find out what
 * there is, and once for every reading; it may come from a jar.
 *
 * <p>Only what is needed of the format is read, by a reader of protobuf's wire format of its own: the public classes for it
 * hold the whole file on the heap, and bring a protobuf library that would meet Flink's.
 */
public final class OnnxFile implements TensorSource {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int CHUNK_BYTES = 1 << 20;

    /** Opens the file from its start, as often as it is asked to. */
    @FunctionalInterface
    public interface Opener {
        InputStream open() throws IOException;
    }

    private final Opener opener;
    private final OnnxGraph graph;

    private OnnxFile(Opener opener, OnnxGraph graph) {
        this.opener = opener;
        this.graph = graph;
    }

    /** @throws IllegalArgumentException if this is no ONNX model */
    public static OnnxFile open(Opener opener) throws IOException {
        try (InputStream in = new BufferedInputStream(opener.open(), BUFFER_BYTES)) {
            return new OnnxFile(opener, new OnnxParser(new WireReader(in)).model());
        }
    }

    public OnnxGraph graph() {
        return graph;
    }

    @Override
    public Map<String, long[]> shapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        graph.initialisers().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return shapes;
    }

    @Override
    public void read(Predicate<String> wanted, Reader reader) throws IOException {
        List<OnnxGraph.Tensor> tensors = new ArrayList<>(graph.initialisers().values());
        tensors.removeIf(tensor -> !wanted.test(tensor.name()));
        tensors.sort(Comparator.comparingLong(OnnxGraph.Tensor::begin));
        try (InputStream in = new BufferedInputStream(opener.open(), BUFFER_BYTES)) {
            WireReader data = new WireReader(in);
            for (OnnxGraph.Tensor tensor : tensors) {
                data.skipBytes(tensor.begin() - data.position());
                reader.accept(tensor.name(), values(data, tensor));
            }
        }
    }

    private static float[] values(WireReader data, OnnxGraph.Tensor tensor) throws IOException {
        NumberType type = tensor.floatType();
        long size = Arrays.stream(tensor.shape()).reduce(1, OnnxFile::product);
        if (tensor.bytes() != size * type.bytes()) { // before so much memory is asked for
            throw new IllegalArgumentException("the ONNX file must hold initialiser '" + tensor.name() + "' of shape "
                    + Arrays.toString(tensor.shape()) + " in one piece (" + type + "), but holds " + tensor.bytes()
                    + " bytes of it");
        }
        float[] values = new float[Math.toIntExact(size)];
        int perChunk = CHUNK_BYTES / type.bytes();
        for (int at = 0; at < values.length; at += perChunk) {
            int count = Math.min(perChunk, values.length - at);
            ByteBuffer chunk =
                    ByteBuffer.wrap(data.bytes((long) count * type.bytes())).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = at; i < at + count; i++) {
                values[i] = type.read(chunk);
            }
        }
        return values;
    }

    /** At most so much that it fits no file. */
    private static long product(long a, long b) {
        return a < 0 || b < 0 || (b > 0 && a > Integer.MAX_VALUE / b) ? Integer.MAX_VALUE + 1L : a * b;
    }
}
