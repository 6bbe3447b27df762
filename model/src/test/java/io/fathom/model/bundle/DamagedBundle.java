package io.fathom.model.bundle;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A good bundle to damage: with the hashes left as they were, or signed again as a forger would. */
record DamagedBundle(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static DamagedBundle in(Path folder) {
        TinyBundles.write(folder);
        return new DamagedBundle(folder);
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Changes a file behind the manifest's back. */
    DamagedBundle change(String name, UnaryOperator<byte[]> change) throws IOException {
        Files.write(file(name), change.apply(Files.readAllBytes(file(name))));
        return this;
    }

    /** Changes a file and states its new size and hash in the manifest. */
    DamagedBundle forge(String name, UnaryOperator<byte[]> change) throws IOException {
        change(name, change);
        byte[] bytes = Files.readAllBytes(file(name));
        return manifest(m -> ((ObjectNode) m.path("files").path(name))
                .put("sha256", BundleFiles.sha256(bytes))
                .put("bytes", bytes.length));
    }

    /** Changes the manifest's tree. */
    DamagedBundle manifest(Consumer<ObjectNode> change) throws IOException {
        ObjectNode root = (ObjectNode) JSON.readTree(Files.readAllBytes(file("bundle.json")));
        change.accept(root);
        Files.write(file("bundle.json"), JSON.writeValueAsBytes(root));
        return this;
    }

    /** Changes the manifest's text. */
    DamagedBundle manifestText(UnaryOperator<String> change) throws IOException {
        return change("bundle.json", b -> change.apply(new String(b, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8));
    }

    /** Changes the header of the weights, keeps the data, and signs the file again. */
    DamagedBundle header(UnaryOperator<String> change) throws IOException {
        return forge("weights.safetensors", file -> {
            int length =
                    (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
            byte[] header = change.apply(new String(file, 8, length, StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
            byte[] data = Arrays.copyOfRange(file, 8 + length, file.length);
            return ByteBuffer.allocate(8 + header.length + data.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .put(header)
                    .put(data)
                    .array();
        });
    }

    ModelBundle read() {
        return ModelBundle.read(folder);
    }
}
