package io.fathom.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.fathom.model.base.MavenRepository;
import io.fathom.model.base.NamedBase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

/** A named base in ONNX Runtime, made to give out the states after its embedding and after every layer. */
final class OnnxRuntimeModel implements AutoCloseable {
    /** The output that the file has itself: the states after the last layer. */
    private static final String LAST = "last_hidden_state";

    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_OUTPUT = 12;
    private static final int VALUE_NAME = 1;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final List<String> outputs = new ArrayList<>();

    OnnxRuntimeModel(NamedBase base, int layers, int threads) throws IOException, OrtException {
        outputs.add("/embeddings/LayerNorm/Add_1_output_0");
        for (int l = 0; l < layers - 1; l++) {
            outputs.add("/encoder/layer." + l + "/output/LayerNorm/Add_1_output_0");
        }
        outputs.add(LAST);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            session = environment.createSession(withOutputs(model(base)), options);
        }
    }

    private static byte[] model(NamedBase base) throws IOException {
        String jar = MavenRepository.ofThisProcess()
                .jar(base.reference().coordinates())
                .orElseThrow()
                .toString();
        try (ZipFile zip = new ZipFile(jar);
                InputStream in = zip.getInputStream(zip.getEntry(base.modelEntry()))) {
            return in.readAllBytes();
        }
    }

    /** Protobuf merges a field that comes twice: a second graph with nothing but outputs adds them to the first. */
    private byte[] withOutputs(byte[] model) throws IOException {
        ByteArrayOutputStream graph = new ByteArrayOutputStream();
        for (String output : outputs.subList(0, outputs.size() - 1)) {
            ByteArrayOutputStream value = new ByteArrayOutputStream();
            field(value, VALUE_NAME, output.getBytes(StandardCharsets.UTF_8));
            field(graph, GRAPH_OUTPUT, value.toByteArray());
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream(model.length + graph.size() + 16);
        all.write(model);
        field(all, MODEL_GRAPH, graph.toByteArray());
        return all.toByteArray();
    }

    private static void field(ByteArrayOutputStream out, int number, byte[] bytes) throws IOException {
        out.write(number << 3 | 2);
        for (int left = bytes.length; ; left >>>= 7) {
            if (left < 0x80) {
                out.write(left);
                break;
            }
            out.write((left & 0x7f) | 0x80);
        }
        out.write(bytes);
    }

    /** States of rows padded to the longest, [layers + 1][rows][tokens][dim]. */
    List<float[][][]> states(int[][] ids) throws OrtException {
        int tokens = Arrays.stream(ids).mapToInt(row -> row.length).max().orElseThrow();
        long[] padded = new long[ids.length * tokens];
        long[] mask = new long[padded.length];
        for (int r = 0; r < ids.length; r++) {
            for (int t = 0; t < ids[r].length; t++) {
                padded[r * tokens + t] = ids[r][t];
                mask[r * tokens + t] = 1;
            }
        }
        long[] shape = {ids.length, tokens};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, LongBuffer.wrap(padded), shape);
                OnnxTensor attention = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
                OnnxTensor types = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[mask.length]), shape);
                OrtSession.Result result = session.run(
                        Map.of("input_ids", input, "attention_mask", attention, "token_type_ids", types),
                        new LinkedHashSet<>(outputs))) {
            List<float[][][]> states = new ArrayList<>();
            for (String output : outputs) {
                states.add((float[][][]) result.get(output).orElseThrow().getValue());
            }
            return states;
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
